package dev.slipway.cloud;

import dev.slipway.base.Failure;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to AWS that did not succeed, sorted by what can be done about it. Only this package
 * recognises AWS's texts; everyone else switches on the kind.
 */
public final class CloudFailure extends RuntimeException {

  /** What a failed call means. */
  public enum Kind {
    /** The thing named does not exist. */
    NOT_FOUND,
    /** The thing to be made exists already. */
    ALREADY_EXISTS,
    /** The endpoint is being changed; ask again when it is not. */
    IN_PROGRESS,
    /** Too many calls; ask again later. */
    THROTTLED,
    /** Slipway has not made the call, to stay below AWS's rate limit; its turn is booked. */
    HELD_BACK,
    /** Slipway has no credentials, so it has asked nobody; they may come, as a host's role does. */
    NO_CREDENTIALS,
    /** These credentials may not do this. */
    DENIED,
    /** A quota of the account is used up. */
    QUOTA,
    /** AWS understood and refuses; it would refuse again. */
    REFUSED,
    /** No answer, or AWS failed: whether the call took effect is unknown. */
    UNAVAILABLE
  }

  /** What stands for AWS's code where Slipway had no credentials to ask with. */
  public static final String NO_CREDENTIALS_CODE = "NoCredentials";

  private final Kind kind;
  private final String operation;
  private final transient Failure.Aws aws;
  private final boolean settling;
  private final transient @Nullable Instant until;

  /**
   * @param operation AWS's operation, such as {@code CreateModel}
   * @param message AWS's own text
   */
  public CloudFailure(
      Kind kind, String operation, Failure.Aws aws, String message, Throwable cause) {
    this(kind, operation, aws, message, false, null, cause);
  }

  /**
   * @param operation AWS's operation, such as {@code CreateModel}
   * @param message AWS's own text
   * @param settling see {@link #settling()}
   * @param until see {@link #until()}
   */
  CloudFailure(
      Kind kind,
      String operation,
      Failure.Aws aws,
      String message,
      boolean settling,
      @Nullable Instant until,
      Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.operation = operation;
    this.aws = aws;
    this.settling = settling;
    this.until = until;
  }

  public Kind kind() {
    return kind;
  }

  public String operation() {
    return operation;
  }

  /** Whether AWS was asked at all; otherwise nothing may be said of its answer. */
  public boolean asked() {
    return switch (kind) {
      case HELD_BACK, NO_CREDENTIALS -> false;
      case NOT_FOUND, ALREADY_EXISTS, IN_PROGRESS, THROTTLED, DENIED, QUOTA, REFUSED, UNAVAILABLE ->
          true;
    };
  }

  /** What was answered to which call, or why it was not made: the same at each attempt. */
  public String told() {
    return told("");
  }

  /** The same with the id of the request, by which AWS finds it. */
  public String toldWithRequest() {
    String id = aws.requestId();
    return told(id == null ? "" : " (request " + id + ")");
  }

  private String told(String request) {
    return asked() ? operation + " answered " + aws.code() + request + ": " + text() : text();
  }

  /** Whether the call would only have looked. */
  public boolean looked() {
    return new CallLog.Call(aws.service(), operation, null, null).looks();
  }

  /** AWS's code and request id. */
  public Failure.Aws aws() {
    return aws;
  }

  /** AWS's own text; shown as AWS's, never as ours. Of a call that was not made it is ours. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /**
   * Whether a change was turned down over something it refers to (a role, an endpoint
   * configuration) that AWS does not see: when that thing was made a moment ago, AWS may see it
   * soon, and the change is worth repeating for a minute or two.
   */
  public boolean settling() {
    return settling;
  }

  /** When the turn of a call that was held back comes, in cloud time. */
  public Optional<Instant> until() {
    return Optional.ofNullable(until);
  }

  /** Whether asking again later may succeed without anybody mending anything. */
  public boolean passing() {
    return switch (kind) {
      case IN_PROGRESS, THROTTLED, HELD_BACK, NO_CREDENTIALS, UNAVAILABLE -> true;
      case NOT_FOUND, ALREADY_EXISTS, DENIED, QUOTA, REFUSED -> false;
    };
  }
}
