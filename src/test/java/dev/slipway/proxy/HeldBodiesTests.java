package dev.slipway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Which bodies the heap holds. Alone, since it counts those of the whole process. */
@Isolated
class HeldBodiesTests {

  private static final String BODY = "x".repeat(200_000);
  private static final int LARGE = 8 * 1024 * 1024;

  @AutoClose private final RunningProxy proxy = RunningProxy.start();

  @Test
  void aRequestsBodyIsLetGoWhileItsAnswerIsReadSlowly() {
    readSlowly(RawCaller.head("Content-Length: " + BODY.length()));
  }

  @Test
  void soIsOneThatHadToBeReadBeforeAnybodyKnewWhoAsks() {
    readSlowly(RawCaller.signedHead(BODY));
  }

  @Test
  void aBodyWhoseLengthWasNotSaidTakesNoMoreRoomThanItNeedsOnceItHasCome() {
    int many = 3;
    // The room is that of one of the largest, and of some that are not.
    try (var small =
        RunningProxy.start(Map.of("listeners", 1, "body-memory", "26MB", "drain", "100ms"))) {
      small.upstream.always(TestUpstream::silence);
      for (int i = 0; i < many; i++) {
        var _ =
            small.sendAsync(
                small
                    .post(
                        RunningProxy.LOGICAL,
                        BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(BODY.getBytes(UTF_8))))
                    .build());
      }
      await().untilAsserted(() -> assertThat(small.upstream.asked).hasSize(many));
      assertThat(small.registry.get("slipway.proxy.body.bytes").gauge().value())
          .isBetween(1.0 * many * BODY.length(), 2.0 * many * BODY.length());
    }
  }

  @Test
  void theBodyOfWhoeverLeavesWhileOthersHaveTheConnectionsIsLetGo() {
    await("those of tests before").untilAsserted(() -> assertThat(held()).isZero());
    try (var narrow =
            RunningProxy.start(Map.of("listeners", 1, "connections", 1, "drain", "100ms"));
        var first = new RawCaller(narrow);
        var late = new RawCaller(narrow)) {
      narrow.upstream.always(TestUpstream::silence);
      first.write(RawCaller.head("Content-Length: 1") + "\r\nx");
      await().untilAsserted(() -> assertThat(narrow.upstream.asked).hasSize(1));
      late.write(
          RawCaller.head("Content-Length: 1").replace(RunningProxy.NAMED, "/predict/prod/spare")
              + "\r\ny");
      await().untilAsserted(() -> assertThat(held()).isEqualTo(2));
      late.vanish();
      await().untilAsserted(() -> assertThat(held()).isOne());
      assertThat(narrow.upstream.asked).hasSize(1);
    }
  }

  private void readSlowly(String head) {
    proxy.upstream.always((request, _) -> request.response().end(Buffer.buffer(new byte[LARGE])));
    await("those of tests before").untilAsserted(() -> assertThat(held()).isZero());
    try (var slow = new RawCaller(proxy)) {
      slow.write(head + "\r\n" + BODY);
      assertThat(slow.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      await().untilAsserted(() -> assertThat(held()).isZero());
      assertThat(proxy.registry.get("slipway.proxy.in.flight").gauge().value()).isEqualTo(1);
    }
  }

  /** How many bodies are reachable, and what writes them, by HotSpot's own count. */
  private static long held() {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      // A line is: number, instances, bytes, class.
      return String.valueOf(histogram)
          .lines()
          .map(line -> line.strip().split("\\s+", -1))
          .filter(words ->
              words.length == 4
                  && Stream.of(Body.class, Slices.class)
                      .anyMatch(type -> type.getName().equals(words[3])))
          .mapToLong(words -> Long.parseLong(words[1]))
          .sum();
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }
}
