package dev.slipway.simulator.wire;

import java.util.Map;

/**
 * CloudWatch's errors: each has a code, which the Query protocol shows, and a shape whose name the
 * other protocols show. AWS's published model joins the two.
 */
final class ErrorShapes {

  private ErrorShapes() {}

  private static final class Cloudwatch {
    private static final Map<String, String> BY_CODE =
        Service.CLOUDWATCH.model().map(model -> ModelShapes.read(model).errors()).orElse(Map.of());
  }

  /** The shape's name; the code where the model knows no such error. */
  static String of(ServiceException error) {
    return Cloudwatch.BY_CODE.getOrDefault(error.code(), error.code());
  }

  /** The value of {@code x-amzn-query-error}: the code, and whose fault it is. */
  static String queryError(ServiceException error) {
    return error.code() + (error.status() >= 500 ? ";Receiver" : ";Sender");
  }
}
