package dev.slipway.proxy;

import dev.slipway.access.Denial;
import dev.slipway.access.DeniedAttempts;
import dev.slipway.access.FailedAttempts;
import dev.slipway.access.Grant;
import dev.slipway.access.Permissions;
import dev.slipway.access.Principal;
import dev.slipway.access.Role;
import dev.slipway.access.SigningKey;
import dev.slipway.access.Use;
import dev.slipway.base.Failure;
import dev.slipway.base.TrustedBalancers;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.SigV4;
import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Route.Serving;
import dev.slipway.traffic.Captured;
import dev.slipway.traffic.Compared;
import dev.slipway.traffic.TrafficRules;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The proxy on a real port, before a {@link TestUpstream}, with one endpoint and one token. */
final class RunningProxy implements AutoCloseable {

  static final String TOKEN = "a-token-that-is-known";
  static final String INVOKER_OF_DEV = "a-token-of-an-invoker-of-dev";
  static final String INVOKER_OF_PROD = "a-token-of-an-invoker-of-prod";
  static final String ACCESS_KEY = "SLIPABCDEFGHIJKL2345";
  static final String ACCESS_KEY_OF_DEV = "SLIPABCDEFGHIJKL2346";
  static final String SECRET_KEY = "slk_0123456789abcdefghijklmnopqrstuvwxyzAB";
  static final String APPROVER = "a-token-of-an-approver";

  /** How tokens of an identity provider begin, which is down. */
  static final String SIGNED = "signed-";

  static final String NAMED = "/endpoints/prod-fraud-detector/invocations";
  static final String LOGICAL = "/predict/prod/fraud-detector";
  static final SignatureSettings SIGNATURES =
      new SignatureSettings(Duration.ofMinutes(5), List.of(), List.of());
  static final int FAILURES = 30;
  static final CloudLocation LOCATION = new CloudLocation("123456789012", "eu-west-1", null, null);

  final TestUpstream upstream = new TestUpstream();
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final List<Denial> denied = new CopyOnWriteArrayList<>();
  final Proxy proxy;
  private final KnownRoutes routes;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile List<Serving> serving = List.of(new Serving(7, "v2"));
  private volatile List<Route> further = List.of();
  private volatile Map<String, TrafficRules> rules = Map.of();
  private volatile boolean databaseUp = true;
  private volatile CountDownLatch hang = new CountDownLatch(0);
  private volatile boolean storeUp = true;
  private volatile @Nullable Error defect;
  private volatile boolean revoked;
  private volatile Duration ahead = Duration.ZERO;
  private volatile @Nullable Instant still;
  private final WallClock clock = new WallClock(() -> machine().plus(ahead));
  final List<Compared> compared = new CopyOnWriteArrayList<>();
  final List<Captured> captured = new CopyOnWriteArrayList<>();

  /** How often captures were to be stored, also where they could not. */
  final AtomicInteger toldOfCaptures = new AtomicInteger();

  final Map<String, String> deposited = new ConcurrentHashMap<>();

  /** How often something met a defect on its way into S3. */
  final AtomicInteger met = new AtomicInteger();

  final CallerLimits limits = new CallerLimits();
  final KnownCallers callers;
  final AtomicInteger lookedUp = new AtomicInteger();

  /** The access keys of whose use somebody was told, as often as that was. */
  final List<String> used = new CopyOnWriteArrayList<>();

  private volatile boolean keyRevoked;

  static RunningProxy start() {
    return start(Map.of());
  }

  /** The same with other {@link TestSettings}. */
  static RunningProxy start(Map<String, ?> others) {
    return started(TestSettings.with(others), List.of(), FAILURES);
  }

  /** The same, where these load balancers say for whom they ask. */
  static RunningProxy behind(String... balancers) {
    return behind(List.of(balancers), Map.of());
  }

  /** The same with other settings. */
  static RunningProxy behind(List<String> balancers, Map<String, Object> settings) {
    return started(TestSettings.with(settings), balancers, FAILURES);
  }

  /** The same, where an address may fail so often in a minute. */
  static RunningProxy bearing(int failuresPerMinute) {
    return started(TestSettings.with(Map.of()), List.of(), failuresPerMinute);
  }

  private static RunningProxy started(
      ProxySettings settings, List<String> balancers, int failuresPerMinute) {
    var running = new RunningProxy(settings, balancers, failuresPerMinute);
    running.proxy.start();
    return running;
  }

  private RunningProxy(ProxySettings settings, List<String> balancers, int failuresPerMinute) {
    routes =
        new KnownRoutes(
            this::routes, () -> rules, new KnownUpstreams(new OneCloud(upstream.upstream())));
    callers =
        new KnownCallers(
            this::caller,
            bearer -> bearer.startsWith(SIGNED),
            Thread::startVirtualThread,
            Thread::startVirtualThread,
            clock);
    var metrics = new ProxyMetrics(registry);
    proxy =
        new Proxy(
            settings,
            new Shared(
                callers,
                new KnownKeys(this::key, Thread::startVirtualThread, clock),
                new VerifySignature(SIGNATURES, clock),
                routes,
                limits,
                metrics,
                new Recorder(
                    this::compared,
                    this::captured,
                    new DepositCaptures(_ -> this::deposit),
                    registry),
                new SigV4("sagemaker"),
                clock,
                TrustedBalancers.of(balancers),
                new FailedAttempts(failuresPerMinute, clock),
                new DeniedAttempts(clock) {
                  @Override
                  public void note(Denial denial) {
                    denied.add(denial);
                  }
                }),
            _ -> {});
  }

  /** Every location is this one. */
  record OneCloud(Upstream upstream) implements Clouds {
    @Override
    public Cloud at(CloudLocation location) {
      throw new UnsupportedOperationException("The proxy has no business in the control plane");
    }

    @Override
    public Upstream upstream(CloudLocation location) {
      return upstream;
    }
  }

  private List<Route> routes() {
    requireDatabase();
    Route spare =
        new Route(
            "prod-spare",
            "prod",
            "spare",
            "physical-spare",
            List.of("spare-as-imported"),
            LOCATION,
            List.of(new Serving(3, "v9")));
    return Stream.concat(Stream.of(route(serving), spare), further.stream()).toList();
  }

  /** There are these routes besides. */
  void alsoRoutes(Route... others) {
    further = List.of(others);
    routes.refresh();
  }

  static Route route(List<Serving> serving) {
    return new Route(
        "prod-fraud-detector",
        "prod",
        "fraud-detector",
        "physical-7",
        List.of(),
        LOCATION,
        serving);
  }

  private Optional<Principal> caller(String bearer) {
    if (bearer.startsWith(SIGNED)) {
      throw new Failure.Unavailable("identity-provider-unavailable", "It is down.");
    }
    lookedUp.incrementAndGet();
    waitForDatabase();
    requireDatabase();
    return switch (bearer) {
      case TOKEN -> revoked ? Optional.empty() : Optional.of(new Principal("token:test"));
      case INVOKER_OF_DEV -> Optional.of(may(new Grant(Role.INVOKER, "dev")));
      case INVOKER_OF_PROD -> Optional.of(may(new Grant(Role.INVOKER, "prod")));
      case APPROVER -> Optional.of(may(Grant.everywhere(Role.APPROVER)));
      default -> Optional.empty();
    };
  }

  private Optional<SigningKey> key(String accessKeyId) {
    waitForDatabase();
    requireDatabase();
    return switch (accessKeyId) {
      case ACCESS_KEY -> keyRevoked ? Optional.empty() : Optional.of(signing(accessKeyId, "prod"));
      case ACCESS_KEY_OF_DEV -> Optional.of(signing(accessKeyId, "dev"));
      default -> Optional.empty();
    };
  }

  private SigningKey signing(String accessKeyId, String environment) {
    var use = new Use(Instant.MIN, clock, () -> used.add(accessKeyId));
    return new SigningKey(may(new Grant(Role.INVOKER, environment)), SECRET_KEY, use);
  }

  /** Whether the access key still counts. */
  void revokeKey(boolean revoked) {
    keyRevoked = revoked;
  }

  private static Principal may(Grant grant) {
    return new Principal(
        "service-account:app",
        Principal.Kind.SERVICE_ACCOUNT,
        "app",
        new Permissions(List.of(grant), null),
        null);
  }

  private void waitForDatabase() {
    try {
      hang.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void requireDatabase() {
    if (!databaseUp) {
      throw new IllegalStateException("The database is down");
    }
  }

  void serves(Serving... releases) {
    serving = List.of(releases);
  }

  private void compared(List<Compared> some) {
    requireDatabase();
    compared.addAll(some);
  }

  private void captured(List<Captured> some) {
    toldOfCaptures.incrementAndGet();
    requireDatabase();
    captured.addAll(some);
  }

  private void deposit(String s3Uri, String contentType, byte[] bytes) {
    Error found = defect;
    if (found != null) {
      met.incrementAndGet();
      throw found;
    }
    if (!storeUp) {
      throw new IllegalStateException("S3 is down");
    }
    deposited.put(s3Uri, new String(bytes, StandardCharsets.UTF_8));
  }

  /** Whether S3 takes objects. */
  void store(boolean up) {
    storeUp = up;
  }

  /** What is put into S3 from now on meets this defect of our own; null for none. */
  void meets(@Nullable Error found) {
    defect = found;
  }

  void rules(TrafficRules wanted) {
    rules(wanted, TrafficRules.NONE);
  }

  /** The rules of the endpoint, and those of the one that can stand in for it. */
  void rules(TrafficRules wanted, TrafficRules ofTheSpare) {
    rules = Map.of("prod-fraud-detector", wanted, "prod-spare", ofTheSpare);
    routes.refresh();
  }

  private Instant machine() {
    Instant stands = still;
    return stands == null ? Instant.now() : stands;
  }

  /** The proxy's clock goes on by {@link #pass} alone. */
  void standStill() {
    still = Instant.now();
  }

  /** The proxy's clock goes so much further ahead. */
  void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  void revoke() {
    revoked = true;
  }

  /** From now on the database does not say who asks, until this is counted down. */
  CountDownLatch databaseHangs() {
    var until = new CountDownLatch(1);
    hang = until;
    return until;
  }

  void database(boolean up) {
    databaseUp = up;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + proxy.port() + path);
  }

  /** A prediction with the known token. */
  HttpRequest.Builder post(String path, BodyPublisher body) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + TOKEN).POST(body);
  }

  HttpResponse<String> predict(String path, String body) {
    return predict(path, body, UnaryOperator.identity());
  }

  HttpResponse<String> predict(String path, String body, UnaryOperator<HttpRequest.Builder> with) {
    return send(with.apply(post(path, BodyPublishers.ofString(body))).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    proxy.stop();
    client.close();
    upstream.close();
  }
}
