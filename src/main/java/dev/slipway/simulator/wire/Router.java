package dev.slipway.simulator.wire;

import dev.slipway.base.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Brings a request to its operation and the answer back: protocol, signature, constraints, call.
 */
public final class Router {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final Map<Service, Map<String, Operation>> operations = new EnumMap<>(Service.class);
  private final Map<Service, Constraints> constraints = new EnumMap<>(Service.class);
  private final AccessKeys keys;
  private final InstantSource clock;
  private final Around around;
  private final Calls calls = new Calls();
  private final CallRates rates = new CallRates();

  /**
   * @param keys whose they are
   * @param clock AWS time
   * @param around what stands between the wire and the operations
   */
  public Router(AccessKeys keys, InstantSource clock, Around around) {
    this.keys = keys;
    this.clock = clock;
    this.around = around;
  }

  /**
   * Offers an object's operations: its public methods {@code XResponse x(XRequest, Caller)}.
   *
   * @throws IllegalArgumentException when it has none
   */
  public void serve(Service service, Object object) {
    Map<String, Operation> ofService = operations.computeIfAbsent(service, _ -> new HashMap<>());
    var found = Operation.of(service, object);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(object.getClass() + " has no operations");
    }
    found.forEach(operation -> ofService.put(operation.name(), operation));
    service.model().ifPresent(model -> constraints.putIfAbsent(service, new Constraints(model)));
  }

  /** What is served: the service's name here, a space, AWS's name of the operation. */
  public SortedSet<String> operations() {
    SortedSet<String> all = new TreeSet<>();
    operations.forEach(
        (service, names) -> names.keySet().forEach(name -> all.add(service + " " + name)));
    return all;
  }

  /** How many calls came in each minute. */
  public CallRates rates() {
    return rates;
  }

  /** The calls that were made. */
  public Calls calls() {
    return calls;
  }

  /**
   * Answers a request; every error has its protocol's own form.
   *
   * @throws DroppedConnection when there shall be no answer
   */
  public WireResponse handle(WireRequest raw) {
    String requestId = Ids.next().toString();
    Instant arrived = clock.instant();
    Optional<Route> found = Route.of(raw);
    if (found.isEmpty()) {
      return unknown(raw).error("", unknownOperation("The request names no service."), requestId);
    }
    Route route = found.get();
    String accessKeyId = "";
    String outcome = "OK";
    try {
      Signature signature = signed(raw, route);
      accessKeyId = signature.accessKeyId();
      refuseWithoutToken(raw, route, accessKeyId);
      return answer(raw, route, signature, requestId);
    } catch (ServiceException e) {
      outcome = e.code();
      return route.protocol().error(route.operation(), e, requestId);
    } catch (DroppedConnection e) {
      outcome = "DROPPED";
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      outcome = "InternalFailure";
      LOG.error("{} {} failed", route.service(), route.operation(), e);
      return route
          .protocol()
          .error(
              route.operation(),
              new ServiceException(
                  500,
                  "InternalFailure",
                  "The simulator failed on this request; its log says why."),
              requestId);
    } finally {
      rates.add(arrived, route.operation(), outcome.equals("OK"));
      String service = route.service().name();
      calls.add(
          new Calls.Made(
              clock.instant(), service, route.operation(), requestId, accessKeyId, outcome));
    }
  }

  private WireResponse answer(WireRequest raw, Route found, Signature signature, String requestId) {
    WireRequest request = Bodies.unwrap(raw);
    Route route = request == raw ? found : Route.of(request).orElse(found);
    Operation operation = operation(route);
    SdkPojo builder = operation.builder().get();
    route.protocol().read(request, route, builder);
    SdkPojo shape = Codec.build(builder);
    Constraints rules = constraints.get(route.service());
    if (rules != null) {
      rules.check(operation, shape);
    }
    Caller caller =
        new Caller(
            keys.accountOf(signature.accessKeyId()), signature.region(), signature.accessKeyId());
    Call call = new Call(route.service(), operation.name(), caller, shape);
    Answer answer = around.call(call, () -> operation.invoke(shape, caller, request.body()));
    try {
      return route.protocol().answer(operation, answer, requestId);
    } catch (RuntimeException e) {
      answer.discard();
      throw e;
    }
  }

  private Operation operation(Route route) {
    Operation operation = operations.getOrDefault(route.service(), Map.of()).get(route.operation());
    if (operation != null) {
      return operation;
    }
    throw switch (route.protocol()) {
      case AwsJson _, RestJson _, RpcCbor _ ->
          unknownOperation("The simulator has no operation " + route.operation() + ".");
      case AwsQuery _ ->
          new ServiceException(
              400,
              route.operation().isEmpty() ? "MissingAction" : "InvalidAction",
              "Could not find operation "
                  + route.operation()
                  + " for version "
                  + route.service().version());
      case RestXml _ ->
          new ServiceException(
              501,
              "NotImplemented",
              "A header you provided implies functionality that is not implemented");
    };
  }

  private static ServiceException unknownOperation(String message) {
    return new ServiceException(400, "UnknownOperationException", message);
  }

  /** For a request that says nothing at all: XML where it looks like a browser's or S3's. */
  private static Protocol unknown(WireRequest request) {
    return request.method().equals("POST") ? Route.json(request) : new RestXml();
  }

  /** A key that was handed out for a session is nothing without the session's token. */
  private void refuseWithoutToken(WireRequest request, Route route, String accessKeyId) {
    String header = request.header("x-amz-security-token");
    String token = header == null ? request.parameters().get("X-Amz-Security-Token") : header;
    if (keys.mayBeUsed(accessKeyId, token)) return;
    throw switch (route.service().style()) {
      case JSON, REST_JSON ->
          new ServiceException(
              400,
              "UnrecognizedClientException",
              "The security token included in the request is invalid.");
      case QUERY ->
          new ServiceException(
              403,
              "InvalidClientTokenId",
              "The security token included in the request is invalid.");
      case REST_XML ->
          token == null
              ? new ServiceException(
                  403,
                  "InvalidAccessKeyId",
                  "The AWS Access Key Id you provided does not exist in our records.")
              : new ServiceException(
                  400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
    };
  }

  /** The signature, whose scope must name the service that the request is routed to. */
  private static Signature signed(WireRequest request, Route route) {
    Service service = route.service();
    boolean json =
        service.style() == Service.Style.JSON || service.style() == Service.Style.REST_JSON;
    boolean s3 = service == Service.S3;
    try {
      Signature signature = Signature.of(request);
      if (!signature.service().equals(service.signingName())) {
        throw new ServiceException(
            403,
            json ? "InvalidSignatureException" : "SignatureDoesNotMatch",
            "Credential should be scoped to correct service: '" + service.signingName() + "'. ");
      }
      return signature;
    } catch (Signature.Missing e) {
      String code = e.absent() ? "MissingAuthenticationToken" : "IncompleteSignature";
      if (s3) {
        code = e.absent() ? "AccessDenied" : "AuthorizationHeaderMalformed";
      }
      throw new ServiceException(
          s3 && !e.absent() ? 400 : 403,
          json ? code + "Exception" : code,
          String.valueOf(e.getMessage()));
    }
  }
}
