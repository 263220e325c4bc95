package dev.slipway.simulator;

import static dev.slipway.simulator.WireWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.simulator.serving.Serving;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.EndpointStatus;

/** Stateful sessions, which the container opens and closes. */
class SessionTests {

  @AutoClose private WireWorld world = new WireWorld();

  private String open() {
    String opened = world.invoke(r -> r.sessionId("NEW_SESSION")).newSessionId();
    assertThat(opened).matches("[0-9a-f]{16}; Expires=2026-01-05T\\d\\d:\\d\\d:\\d\\dZ");
    return opened.substring(0, opened.indexOf(';'));
  }

  private void serving() {
    world.model("v1");
    world.config("v1", 4);
    world.create("v1");
  }

  @Test
  void aSessionLivesUntilTheContainerClosesIt() {
    serving();
    String id = open();
    assertThat(world.invoke(r -> r.sessionId(id)).closedSessionId()).isNull();

    String closed =
        world
            .invoke(r ->
                r.sessionId(id)
                    .body(SdkBytes.fromUtf8String("{\"features\":[1],\"close_session\":true}")))
            .closedSessionId();

    assertThat(closed).isEqualTo(id);
    refused(() -> world.invoke(r -> r.sessionId(id)), "ValidationError", "not found");
  }

  @Test
  void aSessionEndsAtTheTimeThatTheContainerNamed() {
    serving();
    String id = open();
    world.advance(1199);
    assertThat(world.invoke(r -> r.sessionId(id)).closedSessionId()).isNull();
    world.advance(1);

    refused(() -> world.invoke(r -> r.sessionId(id)), "ValidationError", "has expired");
  }

  @Test
  void aSessionGoesWithItsInstance() {
    serving();
    String id = open();
    world.model("v2");
    world.config("v2", 4);
    world.update("v2");
    world.advance(250);
    assertThat(world.answered()).isEqualTo("v2");

    refused(() -> world.invoke(r -> r.sessionId(id)), "ValidationError", "not found");
  }

  @Test
  void whatTheContainerSaysIsPassedOnAndNothingIsInvented() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    HttpServer model =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.createContext(
        "/",
        exchange -> {
          String session = exchange.getRequestHeaders().getFirst("X-Amzn-SageMaker-Session-Id");
          if ("NEW_SESSION".equals(session) && opened.incrementAndGet() > 1) {
            exchange
                .getResponseHeaders()
                .add("X-Amzn-SageMaker-New-Session-Id", "mine; Expires=2026-01-05T10:00:00Z");
          } else if ("mine".equals(session)) {
            exchange.getResponseHeaders().add("X-Amzn-SageMaker-Closed-Session-Id", "mine");
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    model.start();
    URI address = URI.create("http://127.0.0.1:" + model.getAddress().getPort());
    world.close();
    world = new WireWorld(o -> o.image("123456789012", new Serving.Url(address)));
    serving();
    for (int i = 0;
        i < 1000 && world.describe().endpointStatus() != EndpointStatus.IN_SERVICE;
        i++) {
      world.advance(1);
    }
    try {
      assertThat(world.invoke(r -> r.sessionId("NEW_SESSION")).newSessionId()).isNull();
      assertThat(world.invoke(r -> r.sessionId("NEW_SESSION")).newSessionId())
          .isEqualTo("mine; Expires=2026-01-05T10:00:00Z");
      assertThat(world.invoke(r -> r.sessionId("mine")).closedSessionId()).isEqualTo("mine");
      refused(() -> world.invoke(r -> r.sessionId("mine")), "ValidationError", "not found");
    } finally {
      model.stop(0);
    }
  }
}
