package dev.slipway.proxy;

import dev.slipway.base.Failure;
import dev.slipway.base.Json;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.Upstream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A stand-in for SageMaker Runtime on a real socket. It echoes bodies, checks every signature
 * against the AWS SDK's own signer, and misbehaves when told to.
 */
final class TestUpstream implements AutoCloseable {

  static final Upstream.Keys KEYS =
      new Upstream.Keys("AKIDTEST", "secret/of+the=test", "session==");

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
  private final Queue<Consumer<HttpServerRequest>> unread = new ConcurrentLinkedQueue<>();
  private volatile boolean hasKeys = true;
  private volatile Behaviour otherwise = TestUpstream::echo;
  final List<Asked> asked = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();

  /** How one request is treated once its body is read. */
  interface Behaviour {
    void answer(HttpServerRequest request, Buffer body);
  }

  /** A request as it came, and what is wrong with its signature (empty for nothing). */
  record Asked(String path, MultiMap headers, int length, String complaint) {}

  TestUpstream() {
    server =
        vertx
            .createHttpServer()
            .connectionHandler(connection -> {
              connections.incrementAndGet();
              open.incrementAndGet();
              connection.closeHandler(_ -> open.decrementAndGet());
            })
            .requestHandler(request -> {
              Consumer<HttpServerRequest> early = unread.poll();
              if (early == null) {
                request.body().onSuccess(body -> answer(request, body));
              } else {
                request.pause();
                early.accept(request);
              }
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private void answer(HttpServerRequest request, Buffer body) {
    String complaint =
        SdkVerifier.complaint(
            "http://" + request.getHeader("host") + request.uri(),
            request.headers(),
            body.getBytes(),
            KEYS,
            "eu-west-1");
    asked.add(
        new Asked(String.valueOf(request.path()), request.headers(), body.length(), complaint));
    Behaviour next = script.poll();
    (next == null ? otherwise : next).answer(request, body);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  Upstream upstream() {
    return new Upstream(uri(), "eu-west-1", this::keys);
  }

  private Upstream.Keys keys() {
    if (hasKeys) {
      return KEYS;
    }
    throw new CloudFailure(
        CloudFailure.Kind.DENIED,
        "AssumeRole",
        new Failure.Aws("sts", "AccessDenied", null),
        "no",
        new IllegalStateException());
  }

  /** Whether there are keys to ask it with. */
  void keys(boolean known) {
    hasKeys = known;
  }

  /** The next request is treated so; call again for the one after. */
  TestUpstream then(Behaviour behaviour) {
    script.add(behaviour);
    return this;
  }

  /** The next request is treated so once its head is there, and its body is never read. */
  void beforeTheBody(Consumer<HttpServerRequest> behaviour) {
    unread.add(behaviour);
  }

  void always(Behaviour behaviour) {
    otherwise = behaviour;
  }

  Vertx vertx() {
    return vertx;
  }

  static void echo(HttpServerRequest request, Buffer body) {
    request
        .response()
        .putHeader("content-type", "text/echo")
        .putHeader("x-Amzn-Invoked-Production-Variant", "primary")
        .putHeader("connection", "x-private")
        .putHeader("x-private", "between two hops")
        .putHeader("x-amzn-RequestId", "upstream-request")
        .end(body);
  }

  static Behaviour error(int status, String type, String message) {
    return answer(status, type, "{\"Message\":\"" + message + "\"}");
  }

  private static Behaviour answer(int status, String type, String body) {
    return (request, _) ->
        request
            .response()
            .setStatusCode(status)
            .putHeader("content-type", "application/json")
            .putHeader("x-amzn-ErrorType", type)
            .end(body);
  }

  /** An error of a container's own, as SageMaker tells it. */
  static Behaviour modelError(String endpoint, int status, String said) {
    String log = "log-group:/aws/sagemaker/Endpoints/" + endpoint;
    String message =
        "Received error (%s) from primary with message \"%s\". See %s".formatted(status, said, log);
    String error =
        Json.write(
            Map.of(
                "ErrorCode", "SERVER_ERROR_FROM_MODEL",
                "LogStreamArn", "arn:aws:logs:us-east-1:123456789012:" + log,
                "Message", message,
                "OriginalMessage", said,
                "OriginalStatusCode", status));
    return answer(424, "ModelError", error);
  }

  static void reset(HttpServerRequest request, Buffer body) {
    request.connection().close();
  }

  /** The connection is reset: TCP's RST, and not its end. */
  static void tear(HttpServerRequest request, Buffer body) {
    Channel channel = channel(request);
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    channel.close();
  }

  /** All of it in one packet, past all that knows HTTP. */
  static ChannelFuture say(HttpServerRequest request, String text) {
    return channel(request)
        .pipeline()
        .firstContext()
        .writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  /** What comes is no HTTP. */
  static void babble(HttpServerRequest request, Buffer body) {
    say(request, "no HTTP\r\n\r\n").addListener(ChannelFutureListener.CLOSE);
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  static void silence(HttpServerRequest request, Buffer body) {}

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
