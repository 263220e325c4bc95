package dev.slipway.simulator.wire;

import java.util.Optional;

/**
 * CloudWatch's errors: each has a code, which the Query protocol shows, and a shape whose name the
 * other protocols show. AWS's published model joins the two; where shapes share a code, the
 * operation tells which is meant.
 */
final class ErrorShapes {

  private ErrorShapes() {}

  private static final class Cloudwatch {
    private static final Optional<ModelShapes> MODEL =
        Service.CLOUDWATCH.model().map(ModelShapes::read);
  }

  /** The shape's name; the code where the model knows no such error. */
  static String of(String operation, ServiceException error) {
    return Cloudwatch.MODEL.map(model -> model.error(operation, error.code())).orElse(error.code());
  }

  /** The value of {@code x-amzn-query-error}: the code, and whose fault it is. */
  static String queryError(ServiceException error) {
    return error.code() + (error.status() >= 500 ? ";Receiver" : ";Sender");
  }
}
