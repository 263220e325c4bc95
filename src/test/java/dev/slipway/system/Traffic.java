package dev.slipway.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Some who ask the demo's model one thing after the other, through the proxy. */
final class Traffic implements AutoCloseable {

  private static final int REMEMBERED = 20;

  /**
   * Enough of them for an alarm where answers are slow, and each so slowly that what else runs on
   * the machine hardly notices where they are quick.
   */
  private static final int ASKERS = 8;

  private static final Duration EVERY = Duration.ofMillis(100);

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest question;
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<Thread> askers;

  Traffic(RunningSlipway slipway) {
    question =
        HttpRequest.newBuilder(
                URI.create(slipway.address("Proxy") + "/predict/prod/fraud-detector"))
            .header("Authorization", "Bearer " + slipway.token())
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString("{\"features\": [0.5, 1.2, 3.4, 0.8]}"))
            .build();
    askers =
        IntStream.range(0, ASKERS)
            .mapToObj(number -> Thread.ofVirtual().name("asker", number).start(this::ask))
            .toList();
  }

  private void ask() {
    while (!Thread.currentThread().isInterrupted()) {
      String answer;
      long next = System.nanoTime() + EVERY.toNanos();
      try {
        var response = http.send(question, HttpResponse.BodyHandlers.discarding());
        answer =
            response.statusCode()
                + " "
                + response.headers().firstValue("x-slipway-model-version").orElse("?");
        // No longer where the answer took its time: it is then that each of them counts.
        Thread.sleep(Duration.ofNanos(next - System.nanoTime()));
      } catch (IOException e) {
        answer = e.toString();
      } catch (InterruptedException e) {
        return;
      }
      synchronized (answers) {
        answers.addLast(answer);
        if (answers.size() > REMEMBERED) answers.removeFirst();
      }
    }
  }

  /** Until the last twenty questions were all answered, by this version. */
  void awaitAnswersOnlyFrom(String version) {
    Awaitility.await("answers from " + version)
        .atMost(Duration.ofSeconds(30))
        .until(
            this::last,
            last ->
                last.size() == REMEMBERED && last.stream().allMatch(("200 " + version)::equals));
  }

  private List<String> last() {
    synchronized (answers) {
      return List.copyOf(answers);
    }
  }

  @Override
  public void close() {
    askers.forEach(Thread::interrupt);
    http.close();
  }
}
