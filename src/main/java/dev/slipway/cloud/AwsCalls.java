package dev.slipway.cloud;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Calls of one service: their failures leave as {@link CloudFailure}.
 *
 * @param service such as {@code sagemaker}
 */
record AwsCalls(String service) {

  /** A call with an answer. */
  <T> T call(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsFailures.translate(service, operation, e);
    }
  }

  /** A call without an answer that matters. */
  void run(String operation, Runnable call) {
    try {
      call.run();
    } catch (SdkException e) {
      throw AwsFailures.translate(service, operation, e);
    }
  }

  /** A look at one thing: empty when AWS says that there is none. */
  <T> Optional<T> find(String operation, Supplier<T> look) {
    try {
      return Optional.of(call(operation, look));
    } catch (CloudFailure e) {
      if (e.kind() == CloudFailure.Kind.NOT_FOUND) return Optional.empty();
      throw e;
    }
  }
}
