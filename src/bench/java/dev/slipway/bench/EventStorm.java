package dev.slipway.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.testing.EventStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes 500 events a second into the record, for as many seconds as {@code POST /?seconds=20}
 * says: from there they go the way of every event, to every stream. The answer says how many there
 * were, and how many a reader of the stream was told.
 */
final class EventStorm implements AutoCloseable {

  private static final int AT_ONCE = 50;
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final String LAST = "The storm is over.";

  private final JdbcClient jdbc;
  private final URI stream;
  private final String token;
  private final HttpServer server;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private int written;

  private EventStorm(JdbcClient jdbc, String api, String token) throws IOException {
    this.jdbc = jdbc;
    this.stream = URI.create(api + "/v1/audit-events?deployments=true");
    this.token = token;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Waits until somebody asks for it. */
  static EventStorm about(JdbcClient jdbc, String api, String token) throws IOException {
    return new EventStorm(jdbc, api, token);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    int seconds = Integer.parseInt(exchange.getRequestURI().getQuery().replace("seconds=", ""));
    try (exchange;
        EventStream reader = EventStream.open(stream, token, null)) {
      Awaitility.await().until(() -> !reader.lastEventId().isEmpty());
      blow(seconds);
      Awaitility.await("the last of them is told")
          .atMost(Duration.ofSeconds(30))
          .until(() -> reader.events().stream().anyMatch(event -> event.data().contains(LAST)));
      String told =
          "%d events in %d s, of which a reader was told %d"
              .formatted(written, seconds, reader.events().size());
      byte[] body = told.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void blow(int seconds) {
    written = 0;
    ScheduledFuture<?> gusts =
        clock.scheduleAtFixedRate(
            () -> write(AT_ONCE, "Something happened."),
            0,
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      clock.schedule(() -> gusts.cancel(false), seconds, TimeUnit.SECONDS).get();
      clock.submit(() -> write(1, LAST)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One in five is of the kind after which lists of deployments are loaded again. */
  private void write(int count, String summary) {
    written +=
        jdbc.sql(
                """
                insert into history (id, subject_type, subject_id, sequence, type, actor, summary,
                  deployment_id, data, at, recorded_at, previous_hash, hash)
                select uuidv7(), 'endpoint', p.name, 10000000 + :written + n,
                  case when n % 5 = 0 then 'deployment.resumed' else 'step.changed' end, 'slipway',
                  :summary, d.id, '{"step": "AWAIT"}', now(), now(), repeat('a1', 32), repeat('b2', 32)
                from generate_series(1, :count) n
                join (select id, name, row_number() over (order by name) as i, count(*) over () as of
                      from endpoint where name like 'bench-_-model-%') p
                  on p.i = 1 + (:written + n) % p.of
                left join lateral (select id from deployment where endpoint_id = p.id
                                   order by id desc limit 1) d on true
                """)
            .param("written", written)
            .param("count", count)
            .param("summary", summary)
            .update();
  }

  @Override
  public void close() {
    server.stop(0);
    clock.shutdownNow();
  }
}
