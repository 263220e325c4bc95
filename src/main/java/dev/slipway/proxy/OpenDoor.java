package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stage of the {@link Pipeline}: finds out by which door a request came in, and which endpoint it
 * names.
 */
final class OpenDoor {

  private static final String ENDPOINTS = "/endpoints/";
  private static final String PREDICT = "/predict/";

  /**
   * Matches any name, as SageMaker does: a name that no endpoint can have is then found to be no
   * endpoint's.
   */
  private static final Pattern NAMED =
      Pattern.compile("/endpoints/([^/]+)/(invocations(?:-response-stream)?|async-invocations)");

  private static final Pattern LOGICAL = Pattern.compile("/predict/([^/]+)/([^/]+)");

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
    if (path.startsWith(ENDPOINTS)) {
      Matcher named = NAMED.matcher(path);
      if (named.matches()) {
        requirePost(method);
        return new Target.Named(PathPart.decoded(named.group(1)), Operation.of(named.group(2)));
      }
    } else {
      Matcher logical = LOGICAL.matcher(path);
      if (logical.matches()) {
        String environment = PathPart.decoded(logical.group(1));
        String model = PathPart.decoded(logical.group(2));
        if (PathPart.isName(environment) && PathPart.isName(model)) {
          requirePost(method);
          return new Target.Logical(environment, model);
        }
      }
    }
    throw new Refusal(
        Reason.PATH_UNKNOWN,
        "The proxy answers POST /predict/{environment}/{model} and POST"
            + " /endpoints/{name}/invocations, …/invocations-response-stream and"
            + " …/async-invocations. The endpoint URL of an AWS SDK is the proxy's address without"
            + " a path, and for SageMaker Runtime alone (AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME).");
  }

  private static void requirePost(HttpMethod method) {
    if (!HttpMethod.POST.equals(method)) {
      throw new Refusal(Reason.METHOD, "Predictions are asked for with POST.");
    }
  }
}
