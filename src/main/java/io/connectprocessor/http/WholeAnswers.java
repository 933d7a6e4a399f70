package io.connectprocessor.http;

import java.io.IOException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;

/**
 * Reads each answer to its end and gives the connection back. It stands in the place of HttpClient's handler of challenges and of proxies for
 * plain HTTP: our calls meet neither, and that one takes every path apart for them, a tenth of what a call allocates.
 */
final class WholeAnswers implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            ClassicHttpResponse answer = chain.proceed(request, scope);
            HttpEntity entity = answer.getEntity();
            if (entity != null) {
                answer.setEntity(WholeBody.of(entity));
            }
            scope.execRuntime.releaseEndpoint();
            return answer;
        } catch (IOException | HttpException | RuntimeException | Error broken) {
            scope.execRuntime.discardEndpoint();
            throw broken;
        }
    }
}
