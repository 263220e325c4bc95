package dev.slipway.simulator.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as a simulated AWS service answers it.
 *
 * <p>The wire puts it into each protocol's own form. The code is the one on the wire ({@code
 * ValidationException}, {@code NoSuchEntity}, …), the message AWS's own text where it is known.
 */
public final class ServiceException extends RuntimeException {

  private final int status;
  private final String code;
  private final transient Map<String, Object> details = new LinkedHashMap<>();

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

  /**
   * Adds a member that the error's shape has beside its message, for example {@code
   * OriginalStatusCode} of ModelError.
   *
   * @param value a string, number or boolean; null adds nothing
   */
  public ServiceException with(String member, @Nullable Object value) {
    if (value != null) {
      details.put(member, value);
    }
    return this;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** AWS's text. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** Members beside code and message, by their names on the wire. */
  public Map<String, Object> details() {
    return Map.copyOf(details);
  }
}
