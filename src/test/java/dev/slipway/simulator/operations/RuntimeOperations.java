package dev.slipway.simulator.operations;

import static dev.slipway.simulator.operations.Clients.ACCOUNT;
import static dev.slipway.simulator.operations.Clients.LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;

/** Invocations: plain, with a response stream, asynchronous. */
final class RuntimeOperations {

  private static final String INVALID = "ValidationError";
  private static final String NOT_FOUND = "Endpoint none of account " + ACCOUNT + " not found.";
  private static final SdkBytes BODY = SdkBytes.fromUtf8String("{\"features\":[1]}");

  private RuntimeOperations() {}

  static List<OperationCase> all() {
    return List.of(
        new OperationCase(
            "SAGEMAKER_RUNTIME InvokeEndpoint",
            aws ->
                assertThat(aws.runtime().invokeEndpoint(r -> r.endpointName(LIVE).body(BODY)))
                    .satisfies(answer -> {
                      assertThat(answer.body().asUtf8String()).contains("\"score\"");
                      assertThat(answer.invokedProductionVariant()).isEqualTo("AllTraffic");
                    }),
            aws -> aws.runtime().invokeEndpoint(r -> r.endpointName("none").body(BODY)),
            INVALID,
            NOT_FOUND),
        new OperationCase(
            "SAGEMAKER_RUNTIME InvokeEndpointWithResponseStream",
            aws -> assertThat(streamed(aws, LIVE)).contains("\"score\""),
            aws -> streamed(aws, "none"),
            INVALID,
            NOT_FOUND),
        new OperationCase(
            "SAGEMAKER_RUNTIME InvokeEndpointAsync",
            aws ->
                assertThat(
                        aws.runtime()
                            .invokeEndpointAsync(
                                r -> r.endpointName(Clients.QUEUED).inputLocation("s3://models/in"))
                            .outputLocation())
                    .startsWith("s3://models/out/"),
            aws ->
                aws.runtime()
                    .invokeEndpointAsync(
                        r -> r.endpointName("none").inputLocation("s3://models/in")),
            INVALID,
            NOT_FOUND));
  }

  private static String streamed(Clients aws, String endpoint) {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    try {
      aws.streams()
          .invokeEndpointWithResponseStream(
              r -> r.endpointName(endpoint).body(BODY),
              InvokeEndpointWithResponseStreamResponseHandler.builder()
                  .subscriber(
                      InvokeEndpointWithResponseStreamResponseHandler.Visitor.builder()
                          .onPayloadPart(part -> parts.writeBytes(part.bytes().asByteArrayUnsafe()))
                          .build())
                  .build())
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
    return parts.toString(StandardCharsets.UTF_8);
  }
}
