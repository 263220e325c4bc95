package dev.slipway.cloud;

import dev.slipway.base.Failure;
import dev.slipway.cloud.CloudFailure.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The one place that reads AWS's error codes and texts. SageMaker says "not found", "exists" and
 * "in progress" with one code, {@code ValidationException}, so that only the text tells them apart.
 */
final class AwsFailures {

  private static final Set<String> NOT_FOUND =
      Set.of(
          "ResourceNotFound",
          "ResourceNotFoundException",
          "ObjectNotFoundException",
          "NoSuchResourceException",
          "NoSuchEntity",
          "NoSuchEntityException",
          "NoSuchKey",
          "NoSuchBucket",
          "NoSuchUpload",
          "NotFound",
          "RepositoryNotFoundException",
          "ImageNotFoundException");
  private static final Set<String> ALREADY_EXISTS =
      Set.of(
          "EntityAlreadyExists",
          "EntityAlreadyExistsException",
          "AlreadyExistsException",
          // SageMaker's word for the name of a job that is taken.
          "ResourceInUse");

  /** Somebody else's change of the same thing is under way. */
  private static final Set<String> IN_PROGRESS =
      Set.of(
          "ConcurrentUpdateException",
          "ConcurrentModification",
          "ConcurrentModificationException",
          "EntityTemporarilyUnmodifiable",
          "OperationAborted");

  /** Another copy to the same key has ended the upload, or copied a part of it anew. */
  private static final Set<String> OVERTAKEN = Set.of("NoSuchUpload", "InvalidPart");

  private static final Set<String> THROTTLED =
      Set.of(
          "TooManyRequestsException",
          "TooManyRequests",
          "RequestLimitExceeded",
          "RequestThrottled",
          "RequestThrottledException",
          "BandwidthLimitExceeded",
          "SlowDown",
          "PriorRequestNotComplete");
  private static final Set<String> QUOTA =
      Set.of(
          "ResourceLimitExceeded",
          "LimitExceeded",
          "LimitExceededException",
          "LimitExceededFault",
          "ServiceQuotaExceededException");
  private static final Set<String> DENIED =
      Set.of(
          "UnauthorizedOperation",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidSignatureException",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "ExpiredToken",
          "ExpiredTokenException",
          "NotAuthorized",
          "OptInRequired",
          "RegionDisabledException",
          "AuthFailure");
  private static final Set<String> UNAVAILABLE =
      Set.of("RequestTimeout", "RequestTimeoutException", "InternalFailure", "ServiceUnavailable");

  /** How the SDK begins to tell what it has tried. */
  private static final String NO_KEYS = "Unable to load credentials";

  private AwsFailures() {}

  /** What AWS said about a failed call, as far as it answered. */
  record Said(String service, String code, @Nullable String requestId, String text) {}

  /** The failure of a call in Slipway's words. */
  static CloudFailure translate(String service, String operation, SdkException e) {
    if (e instanceof HeldBack held) {
      return new CloudFailure(
          Kind.HELD_BACK,
          operation,
          new Failure.Aws(service, "HeldBack", null),
          String.valueOf(held.getMessage()),
          false,
          held.until(),
          e);
    }
    if (!(e instanceof AwsServiceException) && String.valueOf(e.getMessage()).contains(NO_KEYS)) {
      return new CloudFailure(
          Kind.NO_CREDENTIALS,
          operation,
          new Failure.Aws(service, CloudFailure.NO_CREDENTIALS_CODE, null),
          "Slipway has no credentials for AWS just now, so "
              + operation
              + " was not asked for. They come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY,"
              + " from AWS_PROFILE, or from the role of the machine or container; the log has what"
              + " was tried.",
          e);
    }
    Said said = said(service, e);
    Kind kind =
        e instanceof AwsServiceException answer
            ? kindOf(answer.statusCode(), said.code, said.text)
            : Kind.UNAVAILABLE;
    return new CloudFailure(
        kind,
        operation,
        new Failure.Aws(said.service, said.code, said.requestId),
        said.text,
        settling(kind, operation, said.text),
        null,
        e);
  }

  /** Whether an upload in parts is not as it was when it was looked at. */
  static boolean overtaken(CloudFailure failure) {
    return OVERTAKEN.contains(failure.aws().code());
  }

  /** Whether alarms cannot be deleted before the composite alarms that depend on them. */
  static boolean heldByComposites(CloudFailure failure) {
    return failure.kind() == Kind.REFUSED
        && failure.text().contains("composite alarm(s) depending on");
  }

  /** What can be done about an answer. */
  static Kind kindOf(int status, String code, String text) {
    if (THROTTLED.contains(code) || code.startsWith("Throttl") || status == 429) {
      return Kind.THROTTLED;
    }
    if (QUOTA.contains(code)) return Kind.QUOTA;
    if (DENIED.contains(code) || code.startsWith("AccessDenied")) return Kind.DENIED;
    if (NOT_FOUND.contains(code)) return Kind.NOT_FOUND;
    if (ALREADY_EXISTS.contains(code)) return Kind.ALREADY_EXISTS;
    if (IN_PROGRESS.contains(code)) return Kind.IN_PROGRESS;
    if (UNAVAILABLE.contains(code) || status >= 500) return Kind.UNAVAILABLE;
    if (code.equals("ValidationException") || code.equals("ValidationError")) {
      return kindOfText(text);
    }
    // Without a code it was not AWS that answered but something on the way: nothing is known.
    if (code.isEmpty()) {
      return status == 401 || status == 403 ? Kind.DENIED : Kind.UNAVAILABLE;
    }
    return status == 401 || status == 403 ? Kind.DENIED : Kind.REFUSED;
  }

  private static Kind kindOfText(String text) {
    if (text.contains("Could not find")) return Kind.NOT_FOUND;
    if (text.contains("Cannot create already existing")) return Kind.ALREADY_EXISTS;
    if (text.contains("Cannot update in-progress")) return Kind.IN_PROGRESS;
    if (text.contains("is not authorized to perform")) return Kind.DENIED;
    if (text.contains("Rate exceeded")) return Kind.THROTTLED;
    return Kind.REFUSED;
  }

  /**
   * Whether a change was refused over something it refers to, which AWS may not see yet although it
   * was made a moment ago.
   */
  private static boolean settling(Kind kind, String operation, String text) {
    boolean refers =
        operation.startsWith("Create")
            || operation.startsWith("Update")
            || operation.startsWith("Put")
            || operation.startsWith("Register");
    if (!refers) return false;
    return kind == Kind.NOT_FOUND
        || (kind == Kind.REFUSED
            && (text.contains("Could not assume role")
                || text.contains("Cannot assume role")
                || text.contains("Unable to assume role")));
  }

  /** What AWS said; the exception's own name stands for a code when no answer came. */
  static Said said(String service, Throwable e) {
    if (e instanceof AwsServiceException answer) {
      AwsErrorDetails details = answer.awsErrorDetails();
      String code = details == null ? null : details.errorCode();
      String text = details == null ? null : details.errorMessage();
      return new Said(
          service,
          code == null ? "" : code,
          known(answer.requestId()),
          text == null || text.isBlank() ? String.valueOf(answer.getMessage()) : text);
    }
    return new Said(
        service, root(e).getClass().getSimpleName(), null, String.valueOf(e.getMessage()));
  }

  /** A request id, unless the SDK's word for none. */
  static @Nullable String known(@Nullable String requestId) {
    return requestId == null || requestId.isEmpty() || requestId.equals("UNKNOWN")
        ? null
        : requestId;
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    for (int depth = 0; depth < 20; depth++) {
      Throwable cause = root.getCause();
      if (cause == null) break;
      root = cause;
    }
    return root;
  }
}
