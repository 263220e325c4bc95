package dev.slipway.cloud;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.ModelErrorException;

/** {@link Predictions} over SageMaker Runtime. */
record AwsPredictions(Supplier<SageMakerRuntimeClient> runtime) implements Predictions {

  /** IAM knows SageMaker Runtime's actions under SageMaker's own name. */
  private static final AwsCalls CALLS = new AwsCalls("sagemaker");

  @Override
  public Prediction ask(String endpoint, String contentType, byte[] body) {
    return CALLS.call("InvokeEndpoint", () -> answer(endpoint, contentType, body));
  }

  private Prediction answer(String endpoint, String contentType, byte[] body) {
    long begun = System.nanoTime();
    try {
      byte[] answer =
          runtime
              .get()
              .invokeEndpoint(it ->
                  it.endpointName(endpoint)
                      .contentType(contentType)
                      .body(SdkBytes.fromByteArray(body)))
              .body()
              .asByteArray();
      return new Prediction(200, answer, since(begun));
    } catch (ModelErrorException error) {
      // What the container said of it may repeat the request: its status is enough.
      Integer status = error.originalStatusCode();
      return new Prediction(status == null ? 500 : status, new byte[0], since(begun));
    }
  }

  private static long since(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }
}
