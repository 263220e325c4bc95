package dev.slipway.proxy;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop of the proxy, with its own share of the callers' connections and its own
 * connections to SageMaker, so that a prediction never changes threads.
 */
final class Listener extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  static final int MAX_HEADER_BYTES = 16 * 1024;
  static final int MAX_LINE_BYTES = 2 * 1024;

  private static final int HEADS_EVERY_MILLIS = 500;
  private static final int IDLE_EVERY_MILLIS = 500;

  private final ProxySettings settings;
  private final Shared shared;
  private final BooleanSupplier draining;
  private final HeadPatience heads;
  private @Nullable HttpServer server;
  private volatile @Nullable Channel acceptor;

  /**
   * @param draining whether the end has begun
   */
  Listener(ProxySettings settings, Shared shared, BooleanSupplier draining) {
    this.settings = settings;
    this.shared = shared;
    this.draining = draining;
    this.heads = new HeadPatience(settings.headTimeout());
  }

  @Override
  public Future<?> start() {
    Pipeline pipeline = pipeline();
    HttpServer made =
        vertx
            .createHttpServer(serverOptions())
            .connectionHandler(this::connected)
            .requestHandler(pipeline::serve)
            .invalidRequestHandler(pipeline::refuseMalformed);
    server = made;
    vertx.setPeriodic(
        HEADS_EVERY_MILLIS, _ -> heads.overdue(System.nanoTime()).forEach(HttpConnection::close));
    return made.listen(where());
  }

  private void connected(HttpConnection connection) {
    shared.metrics().connected();
    if (acceptor == null && connection instanceof ConnectionBase base) {
      acceptor = base.channel().parent();
    }
    MendHead.on(connection);
    heads.connected(connection, System.nanoTime());
    connection.closeHandler(_ -> {
      shared.metrics().disconnected();
      heads.closed(connection);
    });
  }

  /** The port that is listened on. */
  int port() {
    HttpServer made = server;
    return made == null ? -1 : made.actualPort();
  }

  /**
   * Closes the socket on which all of these listen, once all have been accepted who wait. Vert.x
   * itself closes it with the last of them, and until then accepts connections for those that have
   * left. It does not give the socket away, but each connection knows by which it came: before the
   * first one there is nothing to close.
   *
   * @return complete when it is closed
   */
  static Future<?> stopAccepting(List<Listener> listeners) {
    for (Listener each : listeners) {
      Channel found = each.acceptor;
      if (found != null) {
        return StopAccepting.on(found);
      }
    }
    return Future.succeededFuture();
  }

  /**
   * Closes connections on which nothing is asked; complete when what is in flight has finished, or
   * time is up.
   */
  Future<Void> drain(Duration patience) {
    HttpServer made = server;
    return made == null
        ? Future.succeededFuture()
        : made.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Pipeline pipeline() {
    var pools =
        new ConnectionPools(
            context, vertx.createHttpClient(clientOptions()), connections(), waiting());
    vertx.setPeriodic(IDLE_EVERY_MILLIS, _ -> pools.closeIdle(System.nanoTime()));
    HttpClient mirror =
        vertx
            .httpClientBuilder()
            .with(clientOptions())
            .with(new PoolOptions().setHttp1MaxSize(Aside.UNANSWERED))
            .withConnectHandler(Listener::opened)
            .build();
    var timers = new LoopTimers(context);
    var sign = new Sign(shared.signer(), shared.clock());
    var breakers = new Breakers(shared.metrics());
    var date = new HttpDate(shared.clock());
    var readBody =
        new ReadBody(
            timers,
            new BodyMemory(
                settings.bodyMemoryPerLoop(),
                settings.claimedMemoryPerLoop(),
                shared.metrics().bodyBytes()),
            shared.balancers(),
            settings.maxBody().toBytes(),
            settings.readTimeout());
    return new Pipeline(
        heads,
        new Authenticate(shared, readBody, context),
        new FindRoute(shared.routes()),
        shared.limits(),
        readBody,
        new Aside(vertx, mirror, sign, breakers, shared, settings.deadline()),
        new Safeguard(
            new Forward(
                new Asking.Means(timers, pools, sign, settings.retries()),
                connections(),
                waiting()),
            shared.routes(),
            breakers,
            settings.deadline().toMillis()),
        new Answer(vertx, settings.deadline().toMillis(), date, draining),
        new Refuse(vertx, date, draining),
        shared.metrics(),
        new LogFailures(),
        shared.balancers(),
        shared.denials());
  }

  /**
   * Whoever's prediction fails by a broken connection to SageMaker is told so, and {@link
   * LogFailures} logs it. Vert.x would log an error beside it for each, without bound.
   */
  private static void opened(HttpConnection connection) {
    connection.exceptionHandler(failure -> LOG.debug("A connection to SageMaker broke", failure));
  }

  private SocketAddress where() {
    String given = settings.address();
    String address = given == null || given.isBlank() ? "0.0.0.0" : given;
    // Port 0 would give each event loop a port of its own.
    return settings.port() == 0
        ? SocketAddress.sharedRandomPort(1, address)
        : SocketAddress.inetSocketAddress(settings.port(), address);
  }

  private HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setHttp2ClearTextEnabled(false)
        // Nobody speaks WebSocket here; what unpacks its frames would look at every request.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setIdleTimeout((int) idle().toSeconds());
  }

  /** Long enough for SageMaker to think while nothing moves on the caller's connection. */
  private Duration idle() {
    Duration longest =
        settings.deadline().compareTo(settings.readTimeout()) > 0
            ? settings.deadline()
            : settings.readTimeout();
    return longest.plusSeconds(10);
  }

  private HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setConnectTimeout((int) settings.connectTimeout().toMillis())
        .setKeepAliveTimeout((int) ConnectionPools.LONGEST_IDLE.toSeconds())
        .setMaxHeaderSize(MAX_HEADER_BYTES);
  }

  private int connections() {
    return Math.max(1, settings.connections() / settings.loops());
  }

  private int waiting() {
    return Math.max(1, settings.waiting() / settings.loops());
  }
}
