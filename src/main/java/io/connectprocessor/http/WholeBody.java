package io.connectprocessor.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** The body of an answer that was read to its end, so that it is not copied again. */
final class WholeBody extends ByteArrayEntity {

    /** What an answer says of its length is believed up to here; memory for more is taken as it comes. */
    private static final int BELIEVED = 1 << 20;

    private final byte[] bytes;

    private WholeBody(byte[] bytes, String coding) {
        super(bytes, null, coding);
        this.bytes = bytes;
    }

    /** The coding is kept for whoever unzips. */
    static WholeBody of(HttpEntity entity) throws IOException {
        return new WholeBody(bytes(entity), entity.getContentEncoding());
    }

    static byte[] bytes(HttpEntity entity) throws IOException {
        if (entity instanceof WholeBody read) {
            return read.bytes;
        }
        try (InputStream in = entity.getContent()) {
            long length = entity.getContentLength();
            if (length < 0 || length > BELIEVED) {
                return in.readAllBytes();
            }
            byte[] bytes = new byte[(int) length];
            int read = in.readNBytes(bytes, 0, bytes.length);
            return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
        }
    }
}
