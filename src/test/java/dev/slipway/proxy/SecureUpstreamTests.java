package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections to an address with https, before a server whose certificate is for localhost. */
class SecureUpstreamTests {

  private static final String PASSWORD = "changeit";

  private final Vertx vertx = Vertx.vertx();
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

  /** The answer, or why there is no connection. */
  private Object asked(HttpClientOptions options, String host) throws Exception {
    Context loop = vertx.getOrCreateContext();
    var pool =
        new ConnectionPool(
            loop,
            vertx.createHttpClient(options),
            URI.create("https://" + host + ":" + server.actualPort()),
            1,
            1);
    var told = new CompletableFuture<Object>();
    loop.runOnContext(_ -> pool.lend(new Asked(told)));
    return told.get(10, TimeUnit.SECONDS);
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

  private record Asked(CompletableFuture<Object> told) implements ConnectionPool.Borrower {

    @Override
    public void lent(PooledConnection connection) {
      connection
          .post("/")
          .compose(request -> request.send())
          .compose(answer -> answer.body())
          .onComplete((body, failure) -> told.complete(failure == null ? body + "" : failure));
    }

    @Override
    public void notConnected(Throwable why) {
      told.complete(why);
    }

    @Override
    public void crowdedOut() {
      told.complete("crowded out");
    }

    @Override
    public boolean isOver() {
      return false;
    }
  }
}
