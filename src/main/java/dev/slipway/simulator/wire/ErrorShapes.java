package dev.slipway.simulator.wire;

/**
 * CloudWatch's errors: each has a code, which the Query protocol shows, and a shape whose name the
 * other protocols show. AWS's published model joins the two; where shapes share a code, the
 * operation tells which is meant.
 */
final class ErrorShapes {

  private ErrorShapes() {}

  /** The shape's name; the code where the model knows no such error. */
  static String of(String operation, ServiceException error) {
    return Service.CLOUDWATCH
        .model()
        .map(model -> ModelShapes.of(model).error(operation, error.code()))
        .orElse(error.code());
  }

  /** The value of {@code x-amzn-query-error}: the code, and whose fault it is. */
  static String queryError(ServiceException error) {
    return error.code() + (error.status() >= 500 ? ";Receiver" : ";Sender");
  }
}
