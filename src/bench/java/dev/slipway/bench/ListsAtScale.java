package dev.slipway.bench;

import dev.slipway.system.RunningSlipway;
import dev.slipway.testing.Contract;
import dev.slipway.testing.GuardedDirectory;
import dev.slipway.testing.ManyRows;
import dev.slipway.testing.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A million rows of history and ten thousand endpoints with all that belongs to them, and every
 * list of the API over real HTTP: with its filters, its first page, one from deep within, and the
 * largest there is. Each answers within 50 ms at the 99th percentile, one request after another.
 */
final class ListsAtScale {

  private static final double MOST_MILLIS = 50;
  private static final int WARM_UP = 60;

  private final int requests;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param options how many requests of each kind are measured, by default 300
   */
  ListsAtScale(List<String> options) {
    requests = options.isEmpty() ? 300 : Integer.parseInt(options.getFirst());
  }

  /** Whether the bound held. */
  boolean run() throws Exception {
    String database = TestPostgres.freshDatabase();
    JdbcClient jdbc = JdbcClient.create(TestPostgres.dataSource(database));
    try (GuardedDirectory home = GuardedDirectory.create();
        RunningSlipway slipway =
            DemoAtScale.start(
                home.path(), database, jdbc, new ManyRows.Size(10, 1000, 3000, 1_000_000))) {
      return measured(slipway, jdbc);
    }
  }

  private boolean measured(RunningSlipway slipway, JdbcClient jdbc) throws Exception {
    List<ListRequest> all = ListRequest.all(jdbc);
    String narrowed = viewerOfOneEnvironment(slipway);
    System.out.println("| list | p50 ms | p99 ms | bytes |\n|---|---:|---:|---:|");
    boolean held = true;
    for (ListRequest one : all) {
      held &= answered(slipway.address("API"), one.narrowed() ? narrowed : DemoAtScale.TOKEN, one);
    }
    Set<String> forgotten = new TreeSet<>(Contract.lists());
    all.forEach(one -> forgotten.remove(one.operation()));
    if (!forgotten.isEmpty()) System.out.println("not asked for: " + forgotten);
    return held && forgotten.isEmpty();
  }

  /** The token of somebody who sees a thousand of the ten thousand endpoints. */
  private static String viewerOfOneEnvironment(RunningSlipway slipway) {
    slipway.post(
        "/v1/service-accounts",
        "{\"name\": \"narrow\", \"grants\": [{\"role\": \"VIEWER\", \"environment\":"
            + " \"bench-2\"}]}");
    return slipway
        .post("/v1/service-accounts/narrow/tokens", "{\"name\": \"lists\"}")
        .path("token")
        .asString("");
  }

  private boolean answered(String api, String token, ListRequest one) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + one.target()))
            .header("Authorization", "Bearer " + token)
            .build();
    for (int i = 0; i < WARM_UP; i++) ask(request);
    double[] millis = new double[requests];
    int bytes = 0;
    for (int i = 0; i < requests; i++) {
      long from = System.nanoTime();
      bytes = ask(request);
      millis[i] = (System.nanoTime() - from) / 1e6;
    }
    Arrays.sort(millis);
    double p99 = millis[(int) Math.ceil(requests * 0.99) - 1];
    System.out.printf("| %s | %.1f | %.1f | %d |%n", one.name(), millis[requests / 2], p99, bytes);
    return p99 <= MOST_MILLIS;
  }

  private int ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(request.uri() + ": " + new String(answer.body()));
    }
    return answer.body().length;
  }
}
