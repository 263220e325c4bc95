package dev.slipway.proxy;

import org.jspecify.annotations.Nullable;

/**
 * The proxy's own answer in place of a prediction. Not thrown for what SageMaker or a model
 * answers: that is passed on as it is.
 */
final class Refusal extends RuntimeException {

  private final Reason reason;
  private final long retryAfterSeconds;

  Refusal(Reason reason, String detail) {
    this(reason, detail, reason.retryAfterSeconds);
  }

  /**
   * @param cause what the log tells; the caller is not told
   */
  Refusal(Reason reason, String detail, Throwable cause) {
    this(reason, detail, reason.retryAfterSeconds, cause);
  }

  /**
   * @param retryAfterSeconds when to try again; 0 for nothing said
   */
  Refusal(Reason reason, String detail, long retryAfterSeconds) {
    this(reason, detail, retryAfterSeconds, null);
  }

  private Refusal(Reason reason, String detail, long retryAfterSeconds, @Nullable Throwable cause) {
    super(detail, cause, false, false);
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** This refusal with the failure of the fallback added to the sentence for a person. */
  Refusal andOf(@Nullable String standIn, Refusal second) {
    return new Refusal(
        reason,
        "%s %s, which stands in, failed too: %s".formatted(detail(), standIn, second.detail()),
        retryAfterSeconds,
        getCause());
  }

  long retryAfterSeconds() {
    return retryAfterSeconds;
  }

  Reason reason() {
    return reason;
  }

  /** A sentence for a person. */
  String detail() {
    return String.valueOf(getMessage());
  }

  /**
   * Why, in both dialects: HTTP's status, our stable code, and the error type by which an AWS SDK
   * tells its caller (those of SageMaker Runtime where it has one), which has a status of its own.
   */
  enum Reason {
    TOKEN_MISSING(
        401, "unauthenticated", "Unauthenticated", "MissingAuthenticationTokenException", false),
    TOKEN_UNKNOWN(401, "unauthenticated", "Unauthenticated", "UnrecognizedClientException", false),
    ACCESS_KEY_UNKNOWN(
        403, "access-key-unknown", "Access key unknown", "UnrecognizedClientException", false),
    SIGNATURE_INCOMPLETE(
        400,
        "signature-incomplete",
        "The signature is incomplete",
        "IncompleteSignatureException",
        false),
    SIGNATURE_WRONG(
        403,
        "signature-does-not-match",
        "The signature does not match",
        "InvalidSignatureException",
        false),
    SIGNATURE_UNTIMELY(
        403, "signature-expired", "The signature is not of now", "InvalidSignatureException", true),
    NOT_ALLOWED(403, "forbidden", "Not allowed", "AccessDeniedException", false),
    TOO_MANY_FAILURES(429, "too-many-failures", "Too many failures", "ThrottlingException", true),
    RATE_LIMITED(429, "rate-limited", "Too many predictions", "ThrottlingException", true, 1),
    PATH_UNKNOWN(404, "no-such-route", "Nothing at this path", "UnknownOperationException", false),
    ENDPOINT_UNKNOWN(404, "no-such-endpoint", "No such endpoint", "ValidationError", false),
    NAME_SHARED(
        409, "endpoint-name-shared", "Several endpoints have the name", "ValidationError", false),
    MALFORMED(400, "malformed-request", "Malformed request", "ValidationError", false),
    LINE_TOO_LONG(
        414, "header-too-large", "Request line or headers too large", "ValidationError", false),
    HEADERS_TOO_LARGE(
        431, "header-too-large", "Request line or headers too large", "ValidationError", false),
    METHOD(
        405,
        "method-not-allowed",
        "The method is not possible here",
        "UnknownOperationException",
        false),
    BODY_SLOW(408, "body-timeout", "Request body too slow", "RequestTimeoutException", true),
    BODY_TOO_LARGE(413, "too-large", "The request is too large", "ValidationError", false),
    INTERNAL(500, "internal-error", "The proxy failed", "InternalFailure", true),
    UPSTREAM_LOST(502, "upstream-unreachable", "Upstream unreachable", "ServiceUnavailable", true),
    UNAVAILABLE(
        503, "temporarily-unavailable", "Temporarily unavailable", "ServiceUnavailable", true, 1),
    OVERLOADED(503, "overloaded", "Overloaded", "ServiceUnavailable", true, 1),
    CIRCUIT_OPEN(503, "circuit-open", "SageMaker is given a rest", "ServiceUnavailable", true, 1),
    UPSTREAM_SLOW(504, "upstream-timeout", "Upstream timed out", "ServiceUnavailable", true),
    /**
     * The time was over before anything was sent to SageMaker. That does not speak against
     * SageMaker.
     */
    UNASKED(504, "upstream-timeout", "Upstream timed out", "ServiceUnavailable", true);

    final int status;
    final int awsStatus;
    final String code;
    final String title;
    final String awsType;
    final boolean retryable;
    final int retryAfterSeconds;

    Reason(int status, String code, String title, String awsType, boolean retryable) {
      this(status, code, title, awsType, retryable, 0);
    }

    Reason(
        int status,
        String code,
        String title,
        String awsType,
        boolean retryable,
        int retryAfterSeconds) {
      this.status = status;
      this.awsStatus =
          switch (awsType) {
            // SageMaker Runtime's API reference, and the common errors of AWS.
            case "ValidationError" -> 400;
            case "MissingAuthenticationTokenException", "UnrecognizedClientException" -> 403;
            case "ServiceUnavailable" -> 503;
            default -> status;
          };
      this.code = code;
      this.title = title;
      this.awsType = awsType;
      this.retryable = retryable;
      this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Whether somebody was not let in. */
    boolean isDenial() {
      return status == 401 || status == 403 || this == TOO_MANY_FAILURES;
    }
  }
}
