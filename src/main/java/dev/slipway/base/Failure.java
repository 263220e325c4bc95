package dev.slipway.base;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which Slipway declines or fails to do what was asked. One kind per HTTP status; the
 * stable {@code code} tells the cases of a kind apart and names a page under {@code docs/problems}.
 *
 * <p>The message is a sentence for a person: what is wrong, and how to mend it.
 */
public abstract sealed class Failure extends RuntimeException {

  private final String code;
  private final List<Violation> violations;
  private final @Nullable Aws aws;

  private Failure(String code, String message, List<Violation> violations, @Nullable Aws aws) {
    super(message);
    this.code = code;
    this.violations = List.copyOf(violations);
    this.aws = aws;
  }

  /** A stable, lower-case, hyphenated name, such as {@code version-exists}. */
  public String code() {
    return code;
  }

  /** The sentence for a person. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The fields at fault, when fields are. */
  public List<Violation> violations() {
    return violations;
  }

  /** What AWS said, when AWS is the reason. */
  public Optional<Aws> aws() {
    return Optional.ofNullable(aws);
  }

  /**
   * One field at fault.
   *
   * @param pointer an RFC 6901 JSON pointer into the request body, or the parameter's name
   * @param detail what is wrong with it and how to mend it
   */
  public record Violation(String pointer, String detail) {}

  /** AWS's own code and request id, kept beside our sentence. */
  public record Aws(String service, String code, @Nullable String requestId) {}

  /** 400: the request cannot be understood. */
  public static final class Invalid extends Failure {
    public Invalid(String code, String message, List<Violation> violations) {
      super(code, message, violations, null);
    }

    /** A request with one field at fault. */
    public static Invalid field(String pointer, String detail) {
      return new Invalid("invalid-request", detail, List.of(new Violation(pointer, detail)));
    }
  }

  /** 401: nobody we know is asking. */
  public static final class Unauthenticated extends Failure {
    public Unauthenticated(String code, String message) {
      super(code, message, List.of(), null);
    }
  }

  /** 403: the caller may not do this. */
  public static final class Forbidden extends Failure {
    public Forbidden(String code, String message) {
      super(code, message, List.of(), null);
    }
  }

  /** 404: no such thing. */
  public static final class NotFound extends Failure {
    public NotFound(String code, String message) {
      super(code, message, List.of(), null);
    }
  }

  /** 409: the state of things does not allow it now. */
  public static final class Conflict extends Failure {
    private final @Nullable String link;

    public Conflict(String code, String message) {
      this(code, message, null);
    }

    /** With the path of the thing that stands in the way. */
    public Conflict(String code, String message, @Nullable String link) {
      super(code, message, List.of(), null);
      this.link = link;
    }

    /** Where the thing that stands in the way can be read. */
    public Optional<String> link() {
      return Optional.ofNullable(link);
    }
  }

  /** 412 or 428: the caller's view of the resource is stale, or was not stated. */
  public static final class Precondition extends Failure {
    private final boolean stated;

    private Precondition(String code, String message, boolean stated) {
      super(code, message, List.of(), null);
      this.stated = stated;
    }

    /** 412: somebody changed the resource since it was read. */
    public static Precondition stale(String message) {
      return new Precondition("stale", message, true);
    }

    /** 428: the request must say which state of the resource it saw. */
    public static Precondition missing(String message) {
      return new Precondition("precondition-required", message, false);
    }

    /** Whether the caller stated a precondition at all. */
    public boolean stated() {
      return stated;
    }
  }

  /** 422: understood, and would be refused again. */
  public static final class Refused extends Failure {
    private final @Nullable String link;

    public Refused(String code, String message) {
      this(code, message, List.of());
    }

    public Refused(String code, String message, List<Violation> violations) {
      this(code, message, violations, null);
    }

    /** With the path of what was put on record about it. */
    public Refused(String code, String message, List<Violation> violations, @Nullable String link) {
      super(code, message, violations, null);
      this.link = link;
    }

    public Refused(String code, String message, @Nullable Aws aws) {
      super(code, message, List.of(), aws);
      this.link = null;
    }

    /** Where more about it can be read. */
    public Optional<String> link() {
      return Optional.ofNullable(link);
    }

    /** A refusal that one field causes. */
    public static Refused field(String code, String pointer, String detail) {
      return new Refused(code, detail, List.of(new Violation(pointer, detail)));
    }
  }

  /** 429: too many requests. */
  public static final class Limited extends Failure {
    private final Duration wait;

    public Limited(String code, String message) {
      this(code, message, Duration.ofSeconds(1));
    }

    /** With the time after which asking again is worth it. */
    public Limited(String code, String message, Duration wait) {
      super(code, message, List.of(), null);
      this.wait = wait;
    }

    /** After what time asking again is worth it. */
    public Duration waiting() {
      return wait;
    }
  }

  /** 503: it may work later. */
  public static final class Unavailable extends Failure {
    public Unavailable(String code, String message) {
      this(code, message, null);
    }

    public Unavailable(String code, String message, @Nullable Aws aws) {
      super(code, message, List.of(), aws);
    }
  }
}
