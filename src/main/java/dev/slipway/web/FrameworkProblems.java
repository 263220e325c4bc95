package dev.slipway.web;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Gives what Spring throws before, around or instead of a controller the same form as ours. */
final class FrameworkProblems {

  /** Unique violation, serialization failure, deadlock (Postgres, appendix A). */
  private static final Set<String> COLLISIONS = Set.of("23505", "40001", "40P01");

  private FrameworkProblems() {}

  /** The problem that an exception stands for; 500 without any detail when it is unexpected. */
  static Problem.Draft of(Exception exception) {
    return switch (exception) {
      case HttpMessageNotReadableException unreadable -> BodyProblems.of(unreadable);
      case NoResourceFoundException missing -> noRoute(missing.getResourcePath());
      case NoHandlerFoundException missing -> noRoute(missing.getRequestURL());
      case HttpRequestMethodNotSupportedException method -> method(method);
      case HttpMediaTypeNotAcceptableException unacceptable ->
          Problem.Draft.of(406, "not-acceptable", unacceptable(unacceptable))
              .with(unacceptable.getHeaders());
      case HttpMediaTypeNotSupportedException unsupported ->
          Problem.Draft.of(
                  415,
                  "unsupported-media-type",
                  "The body's Content-Type is not understood here; send application/json.")
              .with(unsupported.getHeaders());
      case MissingServletRequestParameterException missing ->
          Problem.Draft.of(
                  400,
                  "invalid-request",
                  "The parameter \"" + missing.getParameterName() + "\" is required.")
              .at(missing.getParameterName());
      case MissingPathVariableException missing ->
          Problem.Draft.of(
                  400,
                  "invalid-request",
                  "The \"" + missing.getVariableName() + "\" in the path is empty.")
              .at(missing.getVariableName());
      case MissingRequestHeaderException missing ->
          Problem.Draft.of(
                  400,
                  "invalid-request",
                  "The header \"" + missing.getHeaderName() + "\" is required.")
              .at(missing.getHeaderName());
      case ServletRequestBindingException binding ->
          Problem.Draft.of(400, "invalid-request", "A required parameter or header is missing.");
      case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
      case MethodArgumentNotValidException invalid -> BeanValidation.of(invalid);
      case HandlerMethodValidationException invalid -> BeanValidation.of(invalid);
      case MaxUploadSizeExceededException tooLarge ->
          BodyProblems.tooLarge(tooLarge.getMaxUploadSize());
      case MultipartException multipart ->
          Problem.Draft.of(415, "unsupported-media-type", "Multipart bodies are not used here.");
      case OptimisticLockingFailureException concurrent -> concurrent();
      case CannotCreateTransactionException down -> databaseDown();
      case DataAccessResourceFailureException down -> databaseDown();
      case DataAccessException refused -> sql(refused);
      case InvalidParameterException undecodable ->
          Problem.Draft.of(
              400,
              "invalid-request",
              "The query cannot be decoded; write it as percent-encoded UTF-8, a percent sign"
                  + " itself as %25.");
      case RequestRejectedException rejected -> byStatus(400);
      case ErrorResponse response -> byStatus(response.getStatusCode().value());
      default -> internal();
    };
  }

  /** The least that can be said about a status. */
  static Problem.Draft byStatus(int status) {
    return switch (status) {
      case 400 ->
          Problem.Draft.of(
              400,
              "invalid-request",
              "The path or a header cannot be understood; write names in the path as"
                  + " percent-encoded UTF-8, without ; \\ // and encoded slashes, percent signs"
                  + " and control characters.");
      case 401 ->
          Problem.Draft.of(401, "unauthenticated", "Send Authorization: Bearer with a valid token.")
              .with(challenge());
      case 403 -> Problem.Draft.of(403, "forbidden", "This caller may not do this.");
      case 404 -> Problem.Draft.of(404, "no-such-route", "There is nothing at this path.");
      case 405 ->
          Problem.Draft.of(405, "method-not-allowed", "The path exists, the method does not.");
      case 406 ->
          Problem.Draft.of(406, "not-acceptable", "No media type in Accept can be produced.");
      case 413 -> Problem.Draft.of(413, "too-large", "The request is too large.");
      case 415 ->
          Problem.Draft.of(415, "unsupported-media-type", "The Content-Type is not understood.");
      case 503 ->
          Problem.Draft.of(503, "unavailable", "Slipway cannot answer now; ask again.")
              .retryAfter(5);
      default ->
          status >= 400 && status < 500
              ? Problem.Draft.of(status, "invalid-request", "The request cannot be served.")
              : internal();
    };
  }

  static Problem.Draft internal() {
    return Problem.Draft.of(
        500, "internal", "Something unexpected happened; the request id finds it in the log.");
  }

  private static Problem.Draft databaseDown() {
    return Problem.Draft.of(503, "database-unavailable", "The database does not answer; ask again.")
        .retryAfter(5);
  }

  /** What two requests did to each other is not the fault of either. */
  private static Problem.Draft sql(DataAccessException refused) {
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && COLLISIONS.contains(String.valueOf(sql.getSQLState()))) {
        return concurrent();
      }
    }
    return internal();
  }

  private static Problem.Draft concurrent() {
    return Problem.Draft.of(
            409,
            "concurrent-change",
            "Somebody changed the same thing at the same moment; read it and ask again.")
        .retryAfter(1);
  }

  private static Problem.Draft noRoute(String path) {
    return Problem.Draft.of(
        404,
        "no-such-route",
        "There is nothing at \"%s\"; /docs lists what there is."
            .formatted(path.startsWith("/") ? path : "/" + path));
  }

  private static Problem.Draft method(HttpRequestMethodNotSupportedException method) {
    String[] allowed = method.getSupportedMethods();
    return Problem.Draft.of(
            405,
            "method-not-allowed",
            "%s is not possible here%s."
                .formatted(
                    method.getMethod(),
                    allowed == null ? "" : "; these are: " + String.join(", ", allowed)))
        .with(method.getHeaders());
  }

  private static Problem.Draft mismatch(MethodArgumentTypeMismatchException mismatch) {
    return Problem.Draft.of(
            400,
            "invalid-request",
            "The value of \"%s\" is not %s."
                .formatted(mismatch.getName(), BodyProblems.kind(mismatch.getRequiredType())))
        .at(mismatch.getName());
  }

  private static String unacceptable(HttpMediaTypeNotAcceptableException unacceptable) {
    List<MediaType> produced = unacceptable.getSupportedMediaTypes();
    return produced.isEmpty()
        ? "Accept cannot be read: write media types such as application/json, or leave it out."
        : "None of the media types in Accept can be produced; there are: " + types(produced) + ".";
  }

  private static String types(List<MediaType> types) {
    return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
  }

  private static HttpHeaders challenge() {
    HttpHeaders headers = new HttpHeaders();
    headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    return headers;
  }
}
