package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A stage of the {@link Pipeline}: finds out by which door a request came in, and which endpoint it
 * names.
 */
final class OpenDoor {

  private static final String ENDPOINTS = "/endpoints/";
  private static final String PREDICT = "/predict/";

  private OpenDoor() {}

  /**
   * The door that a request came to, also when what it asks for does not exist. An AWS SDK whose
   * URL leads astray is at SageMaker's: it cannot tell its caller what is told in another form.
   */
  static Door of(String path, HttpServerRequest request) {
    return path.startsWith(ENDPOINTS) || (!isLogical(path) && isSigned(request))
        ? Door.SAGEMAKER
        : Door.LOGICAL;
  }

  private static boolean isLogical(String path) {
    int slash = path.startsWith(PREDICT) ? path.indexOf('/', PREDICT.length()) : -1;
    return slash > 0 && path.indexOf('/', slash + 1) < 0;
  }

  private static boolean isSigned(HttpServerRequest request) {
    return StatedSignature.isIn(
        request.headers().getAll(HttpHeaders.AUTHORIZATION), request.query());
  }

  /**
   * What is asked for.
   *
   * @throws Refusal for a path that the proxy does not serve, and for other methods than POST
   */
  static Target target(HttpMethod method, String path) {
    Target target = path.startsWith(ENDPOINTS) ? named(path) : logical(path);
    if (target == null) {
      throw new Refusal(
          Reason.PATH_UNKNOWN,
          "The proxy answers POST /predict/{environment}/{model} and POST"
              + " /endpoints/{name}/invocations, …/invocations-response-stream and"
              + " …/async-invocations. The endpoint URL of an AWS SDK is the proxy's address"
              + " without a path, and for SageMaker Runtime alone"
              + " (AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME).");
    }
    requirePost(method);
    return target;
  }

  /**
   * Any name will do, as with SageMaker: a name that no endpoint can have is then found to be no
   * endpoint's.
   */
  private static @Nullable Target named(String path) {
    int slash = path.indexOf('/', ENDPOINTS.length());
    Operation operation =
        slash > ENDPOINTS.length() ? Operation.of(path.substring(slash + 1)) : null;
    return operation == null
        ? null
        : new Target.Named(PathPart.decoded(path.substring(ENDPOINTS.length(), slash)), operation);
  }

  private static @Nullable Target logical(String path) {
    if (!isLogical(path)) {
      return null;
    }
    int slash = path.indexOf('/', PREDICT.length());
    String environment = PathPart.decoded(path.substring(PREDICT.length(), slash));
    String model = PathPart.decoded(path.substring(slash + 1));
    return PathPart.isName(environment) && PathPart.isName(model)
        ? new Target.Logical(environment, model)
        : null;
  }

  private static void requirePost(HttpMethod method) {
    if (!HttpMethod.POST.equals(method)) {
      throw new Refusal(Reason.METHOD, "Predictions are asked for with POST.");
    }
  }
}
