package dev.slipway.simulator.scaling;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Order;
import dev.slipway.simulator.wire.Page;
import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the operations find what they are asked about, and what they say when it is not there. */
final class Lookups {

  private Lookups() {}

  static Target target(Scaling scaling, Caller caller, String resourceId, String dimension) {
    return scaling
        .target(Scope.of(caller), resourceId, dimension)
        .orElseThrow(() ->
            notFound(
                "No scalable target registered for service namespace: sagemaker, resource ID: "
                    + resourceId
                    + ", scalable dimension: "
                    + dimension));
  }

  /** Whether a namespace is SageMaker's; of other services nothing is scaled here. */
  static boolean ours(@Nullable String namespace) {
    return same(namespace, "sagemaker");
  }

  static void refuseOthers(@Nullable String namespace, String resourceId, String dimension) {
    if (!ours(namespace)) {
      throw ServiceException.validation(
          "Unsupported service namespace, resource type or scalable dimension: "
              + namespace
              + ", "
              + resourceId
              + ", "
              + dimension);
    }
  }

  static ServiceException notFound(String message) {
    return new ServiceException(400, "ObjectNotFoundException", message);
  }

  static <T> Page<T> page(
      Stream<T> all, Order<T> order, @Nullable String token, @Nullable Integer size) {
    return Page.of(
        all,
        order,
        token,
        size == null ? 50 : Math.clamp(size, 1, 50),
        () ->
            new ServiceException(
                400, "InvalidNextTokenException", "The token is not one of ours."));
  }

  static boolean one(List<String> wanted, String actual) {
    return wanted.isEmpty() || wanted.contains(actual);
  }

  static boolean same(@Nullable String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }
}
