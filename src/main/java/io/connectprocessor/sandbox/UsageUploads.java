package io.connectprocessor.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes workbooks in and has them checked: small ones before the upload is answered, so that a test need not wait, large ones in a thread. Thread-safe. */
final class UsageUploads {

    private static final long SMALL = 1 << 20;

    private final Platform platform;
    private final UsageFiles files;
    private final Spool spool;
    private final Multipart multipart;

    UsageUploads(Platform platform, UsageFiles files, Spool spool) {
        this.platform = platform;
        this.files = files;
        this.spool = spool;
        this.multipart = new Multipart(spool);
    }

    /** What the sheet of the records may be called. */
    List<String> sheetNames() {
        return platform.is(Variation.USAGE_RECORDS_SHEET_IS_READ)
                ? List.of("records", "usage_records")
                : List.of("records");
    }

    void upload(UsageFile file, Call call) {
        Multipart.Part part = multipart.part(call, "usage_file");
        try {
            if (part == null || part.fileName() == null) {
                throw Refusal.validation("usage_file", "No file was submitted.");
            }
            if (!part.fileName().endsWith(".xlsx") || Files.size(part.content()) == 0) {
                throw Refusal.validation("usage_file", "An XLSX file is wanted.");
            }
            platform.write(() -> {
                files.upload(file);
                return null;
            });
        } catch (Refusal refusal) {
            drop(part == null ? null : part.content());
            throw refusal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture<UsageOutcome> check = check(file, part.content());
        drop(platform.write(() -> files.uploaded(file, part.content(), check)));
    }

    CompletableFuture<UsageOutcome> check(UsageFile file, Path workbook) {
        AssetSearch assets =
                platform.read(() -> new AssetSearch(file.terms.product(), List.copyOf(platform.assets.values())));
        UsageCheck check = new UsageCheck(file.terms, assets, sheetNames());
        try {
            return Files.size(workbook) < SMALL
                    ? CompletableFuture.completedFuture(check.check(workbook))
                    : CompletableFuture.supplyAsync(() -> check.check(workbook));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drop(Path workbook) {
        try {
            spool.drop(workbook);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
