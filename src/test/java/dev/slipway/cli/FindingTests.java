package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.cli.Terminal.Ran;
import dev.slipway.testing.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the service is and with which token it is asked; and what is said when that is wrong. */
class FindingTests {

  @AutoClose private static final ApiServer api = ApiServer.start();
  @TempDir Path home;

  @Test
  void nothingIsKnownWithoutAnAddressOrAToken() {
    Ran ran = Terminal.unknown(home).type("models");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("It is not known where Slipway is.", "slipway login");
    Ran tokenless = Terminal.unknown(home).run("models", "--url", api.uri().toString());
    assertThat(tokenless.exit()).isEqualTo(5);
    assertThat(tokenless.err()).contains("There is no token for", "SLIPWAY_TOKEN");
    Ran odd = Terminal.unknown(home).type("models --url slipway.example.com");
    assertThat(odd.exit()).isEqualTo(2);
    assertThat(odd.err()).contains("https://slipway.example.com");
  }

  @Test
  void localModeIsFoundByItself() throws IOException {
    Path data = Files.createDirectories(home.resolve(".slipway"));
    Files.writeString(data.resolve("admin-token"), ApiServer.TOKEN + "\n");
    Files.writeString(data.resolve("api-address"), api.uri() + "\n");
    assertThat(Terminal.unknown(home).type("models").exit()).isZero();
    Path other = Files.createDirectories(home.resolve("elsewhere"));
    Files.move(data.resolve("admin-token"), other.resolve("admin-token"));
    Files.move(data.resolve("api-address"), other.resolve("api-address"));
    assertThat(Terminal.unknown(home).type("models").exit()).isEqualTo(2);
    assertThat(
            Terminal.unknown(home)
                .with("SLIPWAY_DATA_DIRECTORY", other.toString())
                .type("models")
                .exit())
        .isZero();
  }

  @Test
  void aLoginIsKeptForItsOwnerAndItsAddressAlone() throws IOException {
    Ran wrong = Terminal.unknown(home).reading("slipway_wrong\n").run("login", "--url", url());
    assertThat(wrong.exit()).isEqualTo(5);
    Ran none = Terminal.unknown(home).reading("\n").run("login", "--url", url());
    assertThat(none.exit()).isEqualTo(2);
    Path file = home.resolve(".config/slipway/config.json");
    assertThat(file).doesNotExist();

    Ran ran =
        Terminal.unknown(home).reading(ApiServer.TOKEN + "\n").run("login", "--url", url() + "/");
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Logged in to " + url()).doesNotContain(ApiServer.TOKEN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Terminal.unknown(home).type("models").exit()).isZero();
    Ran elsewhere = Terminal.unknown(home).type("models --url http://localhost:1");
    assertThat(elsewhere.exit()).isEqualTo(5);

    assertThat(Terminal.unknown(home).type("logout").out()).contains("Deleted");
    assertThat(Terminal.unknown(home).type("models").exit()).isEqualTo(2);
    assertThat(Terminal.unknown(home).type("logout").out()).contains("There was no login.");
  }

  @Test
  void whatIsSaidMoreExplicitlyCounts() throws IOException {
    Path file = Files.writeString(home.resolve("token"), ApiServer.TOKEN + "\n");
    Terminal terminal = Terminal.unknown(home).as(URI.create("http://127.0.0.1:1"), "slipway_no");
    Ran ran = terminal.run("models", "--url", url(), "--token-file", file.toString());
    assertThat(ran.exit()).as(ran.err()).isZero();
    Ran unreadable = terminal.run("models", "--token-file", home.resolve("none").toString());
    assertThat(unreadable.exit()).isEqualTo(5);
    assertThat(unreadable.err()).contains("cannot be read");
  }

  @Test
  void aTokenThatIsNotKnownEndsWithFive() {
    Ran ran = Terminal.unknown(home).as(api.uri(), "slipway_nobody").type("models");
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err()).contains("✗", "More: " + url() + "/problems/unauthenticated");
    Ran json = Terminal.unknown(home).as(api.uri(), "slipway_nobody").type("models -o json");
    assertThat(json.json().path("code").asString("")).isEqualTo("unauthenticated");
    Ran none = Terminal.unknown(home).as(api.uri(), "a b").type("models");
    assertThat(none.exit()).isEqualTo(5);
  }

  @Test
  void whoCannotBeReachedOrIsSomebodyElseEndsWithSix() throws IOException {
    // Bound all the while, or another's server could get the port.
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI nobody = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Ran ran = Terminal.unknown(home).as(nobody, ApiServer.TOKEN).type("status");
      assertThat(ran.exit()).isEqualTo(6);
      assertThat(ran.err()).contains(nobody + " cannot be reached");
    }

    HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    other.start();
    URI stranger = URI.create("http://127.0.0.1:" + other.getAddress().getPort());
    Ran strange = Terminal.unknown(home).as(stranger, ApiServer.TOKEN).type("status");
    assertThat(strange.exit()).isEqualTo(6);
    assertThat(strange.err()).contains("not as Slipway does");
    other.stop(0);
  }

  @Test
  void aDateInAnotherFormIsPassedOver() throws IOException {
    try (ServerSocket gateway = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket caller = gateway.accept()) {
                  caller
                      .getOutputStream()
                      .write(
                          """
                          HTTP/1.1 200 OK
                          Date: Sunday, 29-Nov-26 19:00:00 GMT
                          Content-Type: application/json
                          Content-Length: 12
                          Connection: close

                          {"items":[]}\
                          """
                              .replace("\n", "\r\n")
                              .getBytes(StandardCharsets.US_ASCII));
                  caller.shutdownOutput();
                  caller.getInputStream().readAllBytes();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      URI uri = URI.create("http://127.0.0.1:" + gateway.getLocalPort());
      Ran ran = Terminal.unknown(home).as(uri, ApiServer.TOKEN).type("environments");
      assertThat(ran.exit()).as(ran.err()).isZero();
      answering.interrupt();
    }
  }

  @Test
  void aRequestThatRunsAlreadyIsAskedForUntilItsKeyIsFreeAgain() throws IOException {
    var asked = new AtomicInteger();
    var busy = new AtomicInteger(10);
    HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 5);
    service.createContext(
        "/",
        exchange -> {
          boolean runs = asked.getAndIncrement() < busy.get();
          byte[] problem =
              """
              {"code": "%s", "detail": "Told by the service."}
              """
                  .formatted(runs ? "request-in-flight" : "gates-closed")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(runs ? 409 : 422, problem.length);
          exchange.getResponseBody().write(problem);
          exchange.close();
        });
    service.start();
    URI uri = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
    String line = "promote fraud-detector v1 --to prod --wait";
    assertThat(Terminal.unknown(home).as(uri, ApiServer.TOKEN).type(line).exit()).isEqualTo(4);
    assertThat(asked.get()).isEqualTo(11);
    busy.set(Integer.MAX_VALUE);
    Ran never = Terminal.unknown(home).as(uri, ApiServer.TOKEN).type(line);
    assertThat(never.exit()).isEqualTo(6);
    assertThat(never.err()).contains("Told by the service.");
    service.stop(0);
  }

  @Test
  void whatIsMistypedEndsWithTwoAndSaysWhatIsMeant() {
    Ran ran = Terminal.at(api, home).type("statsu");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("slipway status");
    Ran missing = Terminal.at(api, home).type("promote fraud-detector");
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("--to", "slipway promote --help");
    Ran odd = Terminal.at(api, home).type("watch x --timeout soon");
    assertThat(odd.exit()).isEqualTo(2);
    assertThat(odd.err()).contains("'soon' is not a length of time");
    Ran unknown = Terminal.at(api, home).type("versions nothing");
    assertThat(unknown.exit()).isEqualTo(4);
    assertThat(unknown.err()).contains("no-such-model");
  }

  private static String url() {
    return api.uri().toString();
  }
}
