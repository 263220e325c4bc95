package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to an address with https, before a server whose certificate is for localhost. */
class SecureUpstreamTests {

  private static final String PASSWORD = "changeit";

  private final Vertx vertx = Vertx.vertx();
  private final TestLoop loop = new TestLoop(vertx.getOrCreateContext());
  private final AtomicInteger connections = new AtomicInteger();
  @TempDir private Path directory;
  private PfxOptions certificate;
  private HttpServer server;

  @BeforeEach
  void begin() throws Exception {
    Path store = directory.resolve("localhost.p12");
    issueCertificate(store);
    certificate = new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate))
            .connectionHandler(_ -> connections.incrementAndGet())
            .requestHandler(request -> request.response().end(request.scheme()))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void end() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aTrustedAddressIsAskedOverTls() throws Exception {
    assertThat(asked(new HttpClientOptions().setTrustOptions(certificate), "localhost"))
        .isEqualTo("https");
  }

  @Test
  void anAddressThatNobodyVouchesForIsNotAsked() throws Exception {
    assertThat(asked(new HttpClientOptions(), "localhost")).isInstanceOf(SSLException.class);
  }

  @Test
  void anAddressWithAnothersCertificateIsNotAsked() throws Exception {
    assertThat(asked(new HttpClientOptions().setTrustOptions(certificate), "127.0.0.1"))
        .isInstanceOf(SSLException.class);
  }

  /** TLS tells tickets for later sessions when it pleases. */
  @Test
  void aConnectionOnWhichOnlyTlsHasSpokenIsKept() throws Exception {
    ConnectionPool pool = pool(new HttpClientOptions().setTrustOptions(certificate), "localhost");
    // At once: later, the tickets would have come while it was still lent.
    var nobody = new Borrowed(connection -> connection.giveBackUnused(0));
    loop.run(() -> pool.lend(nobody));
    PooledConnection unused = nobody.connection();
    await().untilAsserted(() -> assertThat(connections).hasValue(1));
    for (int i = 0; i < 2; i++) {
      PooledConnection kept = Borrowed.from(pool, loop).connection();
      assertThat(kept).isSameAs(unused);
      assertThat(scheme(kept)).isEqualTo("https");
    }
    assertThat(connections).hasValue(1);
  }

  /** The answer, or why there is no connection. */
  private Object asked(HttpClientOptions options, String host) throws Exception {
    Object outcome = Borrowed.from(pool(options, host), loop).outcome();
    return outcome instanceof PooledConnection connection ? scheme(connection) : outcome;
  }

  /** Asks on it, and gives it back when the answer has ended. */
  private String scheme(PooledConnection connection) throws Exception {
    return loop.await(() ->
            connection
                .post("/")
                .compose(request -> request.send())
                .compose(answer -> answer.body().onSuccess(_ -> connection.giveBack(answer, 0))))
        .toString();
  }

  private ConnectionPool pool(HttpClientOptions options, String host) {
    return new ConnectionPool(
        loop.context(),
        vertx.createHttpClient(options),
        URI.create("https://" + host + ":" + server.actualPort()),
        1,
        1);
  }

  private static void issueCertificate(Path store) throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "localhost",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
