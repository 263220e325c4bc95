package dev.slipway.web;

import dev.slipway.base.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * An answer that says what went wrong: RFC 9457 problem details with Slipway's members.
 *
 * @param type the path of the page that explains the code
 * @param title the same for every problem of the code
 * @param detail what happened this time and how to mend it
 * @param retryable whether the same request may succeed later with nothing mended
 * @param errors the fields at fault; null when no field is
 * @param aws what AWS said; null when AWS is not the reason
 * @param link the path of the thing that stands in the way, or of what is on record about it; null
 *     for none
 * @param message the detail once more, where AWS's SDKs look for it; null for callers who use none
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String requestId,
    boolean retryable,
    @Nullable List<Failure.Violation> errors,
    Failure.@Nullable Aws aws,
    @Nullable String link,
    @Nullable String message) {

  /** What is known about a problem before it meets a request. */
  record Draft(
      HttpStatusCode status,
      String code,
      String detail,
      boolean retryable,
      List<Failure.Violation> violations,
      Failure.@Nullable Aws aws,
      @Nullable String link,
      HttpHeaders headers) {

    static Draft of(int status, String code, String detail) {
      return new Draft(
          HttpStatusCode.valueOf(status),
          code,
          detail,
          false,
          List.of(),
          null,
          null,
          new HttpHeaders());
    }

    /** The same, naming one field or parameter. */
    Draft at(String pointer) {
      return new Draft(
          status,
          code,
          detail,
          retryable,
          List.of(new Failure.Violation(pointer, detail)),
          aws,
          link,
          headers);
    }

    /** The same, and worth asking again after some seconds. */
    Draft retryAfter(int seconds) {
      HttpHeaders later = new HttpHeaders(headers);
      later.set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
      return new Draft(status, code, detail, true, violations, aws, link, later);
    }

    /** The same with the path of what it is about. */
    Draft linking(@Nullable String path) {
      return new Draft(status, code, detail, retryable, violations, aws, path, headers);
    }

    Draft with(HttpHeaders more) {
      HttpHeaders all = new HttpHeaders(headers);
      all.putAll(more);
      return new Draft(status, code, detail, retryable, violations, aws, link, all);
    }
  }
}
