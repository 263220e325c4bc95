package dev.slipway.simulator.wire;

/**
 * An error as a simulated AWS service answers it.
 *
 * <p>The wire puts it into each protocol's own form. The code is the one on the wire ({@code
 * ValidationException}, {@code NoSuchEntity}, …), the message AWS's own text where it is known.
 */
public final class ServiceException extends RuntimeException {

  private final int status;
  private final String code;

  /**
   * @param status the HTTP status, 400 for most
   * @param code AWS's error code
   * @param message AWS's text
   */
  public ServiceException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The code that SageMaker uses for nearly everything, "not found" included. */
  public static ServiceException validation(String message) {
    return new ServiceException(400, "ValidationException", message);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
