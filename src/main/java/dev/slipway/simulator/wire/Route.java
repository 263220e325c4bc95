package dev.slipway.simulator.wire;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request belongs.
 *
 * @param operation AWS's name of it, empty when the request names none
 * @param values what the path says (REST) or the form holds (Query), by member name
 */
record Route(Service service, String operation, Protocol protocol, Map<String, String> values) {

  private static final Pattern INVOCATION =
      Pattern.compile(
          "/endpoints/([^/]+)/(invocations|invocations-response-stream|async-invocations)");

  private static final Pattern RPC = Pattern.compile("/service/([^/]+)/operation/([^/]+)");

  /**
   * Finds the route by target header, path, signature's scope or form, in this order; empty when
   * nothing of the request says which service is meant.
   */
  static Optional<Route> of(WireRequest request) {
    String target = request.header("x-amz-target");
    if (target != null) {
      return targeted(request, target);
    }
    Matcher rpc = RPC.matcher(request.path());
    if (rpc.matches()) {
      return rpc(request, rpc.group(1), rpc.group(2));
    }
    String scope = Signature.scope(request).orElse("");
    if (scope.equals(Service.S3.signingName())) {
      return Optional.of(S3Paths.route(request));
    }
    Matcher invocation = INVOCATION.matcher(request.path());
    if (invocation.matches() && request.method().equals("POST")) {
      return Optional.of(
          new Route(
              Service.SAGEMAKER_RUNTIME,
              switch (invocation.group(2)) {
                case "invocations" -> "InvokeEndpoint";
                case "async-invocations" -> "InvokeEndpointAsync";
                default -> "InvokeEndpointWithResponseStream";
              },
              new RestJson(),
              Map.of("EndpointName", WireRequest.decodePath(invocation.group(1)))));
    }
    Map<String, String> form = form(request);
    return service(scope, form)
        .map(service ->
            new Route(service, form.getOrDefault("Action", ""), protocol(service, request), form));
  }

  private static Optional<Route> targeted(WireRequest request, String target) {
    int dot = target.lastIndexOf('.');
    String prefix = dot < 0 ? target : target.substring(0, dot);
    for (Service service : Service.values()) {
      if (service.targetPrefix().filter(prefix::equals).isPresent()) {
        String operation = target.substring(dot + 1);
        return Optional.of(new Route(service, operation, json(request), Map.of()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Route> rpc(WireRequest request, String prefix, String operation) {
    boolean cloudWatch = Service.CLOUDWATCH.targetPrefix().filter(prefix::equals).isPresent();
    boolean cbor = "rpc-v2-cbor".equals(request.header("smithy-protocol"));
    return cloudWatch && cbor
        ? Optional.of(
            new Route(Service.CLOUDWATCH, operation, new RpcCbor(queryMode(request)), Map.of()))
        : Optional.empty();
  }

  private static boolean queryMode(WireRequest request) {
    return "true".equals(request.header("x-amzn-query-mode"));
  }

  static AwsJson json(WireRequest request) {
    String type = String.valueOf(request.header("content-type"));
    return new AwsJson(type.contains("json-1.0") ? "1.0" : "1.1", queryMode(request));
  }

  private static Protocol protocol(Service service, WireRequest request) {
    return switch (service.style()) {
      case JSON -> json(request);
      case QUERY -> new AwsQuery(service);
      case REST_JSON -> new RestJson();
      case REST_XML -> new RestXml();
    };
  }

  private static Map<String, String> form(WireRequest request) {
    String type = request.header("content-type");
    Map<String, String> values = new LinkedHashMap<>(request.parameters());
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form")) {
      values.putAll(WireRequest.form(request.text()));
    }
    return values;
  }

  /** By the scope, or by the form's version when the scope is of none of the services. */
  private static Optional<Service> service(String scope, Map<String, String> form) {
    @Nullable String version = form.get("Version");
    Service found = null;
    boolean known = Arrays.stream(Service.values()).anyMatch(s -> s.signingName().equals(scope));
    for (Service service : Service.values()) {
      boolean named = service.signingName().equals(scope);
      boolean versioned =
          !known && service.style() == Service.Style.QUERY && service.version().equals(version);
      if (found == null && (named || versioned)) {
        found = service;
      }
    }
    return Optional.ofNullable(found);
  }
}
