package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlicesTests {

  @Test
  void whoeverReadsNothingDoesNotKeepAConnectionThatIsGivenUp() throws Exception {
    var vertx = Vertx.vertx();
    var closed = new CompletableFuture<Boolean>();
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      vertx
          .createHttpClient()
          .request(HttpMethod.POST, deaf.getLocalPort(), "127.0.0.1", "/")
          .onSuccess(request -> {
            Slices slices =
                Objects.requireNonNull(Slices.write(request, Buffer.buffer(new byte[20_000_000])));
            request.connection().closeHandler(_ -> closed.complete(slices.isSent()));
            slices.giveUp();
          });
      assertThat(closed.get(10, TimeUnit.SECONDS)).isFalse();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
