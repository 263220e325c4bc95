package dev.slipway.testing;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.slipway.base.Fact;
import dev.slipway.base.Ids;
import dev.slipway.base.WallClock;
import dev.slipway.cloud.CloudClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API of the rooms that need no cloud (web, access, catalog, environment) on a real Tomcat and
 * a real Postgres. Cloud time stands still; facts are kept in {@link #facts()}.
 */
public final class ApiServer implements AutoCloseable {

  /** Cloud time, which stands still. */
  public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  /** The admin's. */
  public static final String TOKEN = "slipway_0123456789abcdef0123456789abcdef";

  /** A setting with which wall time passes, for tests with others who have a clock. */
  public static final String REAL_TIME = "test.real-time";

  private static final JsonMapper JSON = new JsonMapper();

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String origin;

  private ApiServer(Class<?> application, Map<String, Object> properties) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("server.port", "0");
    settings.put("management.server.port", "-1");
    settings.put("spring.datasource.url", TestPostgres.freshDatabase());
    settings.put("spring.datasource.hikari.maximum-pool-size", "8");
    settings.put("spring.flyway.enabled", "false");
    settings.put("db-scheduler.enabled", "false");
    settings.putAll(properties);
    // As arguments: application.yaml outranks a builder's own properties.
    context =
        Starts.of(
            application,
            settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    origin = "http://127.0.0.1:" + setting("local.server.port");
  }

  /** Starts it on a fresh database, with an admin. */
  public static ApiServer start() {
    return start(Map.of("slipway.admin-token", TOKEN));
  }

  /** Starts it on a fresh database, with these properties and nothing else. */
  public static ApiServer start(Map<String, Object> properties) {
    return start(App.class, properties);
  }

  /** Starts another selection of rooms, on a fresh database unless the properties name one. */
  public static ApiServer start(Class<?> application, Map<String, Object> properties) {
    return new ApiServer(application, properties);
  }

  /** One of several processes on a database, with an admin. */
  public static ApiServer startOn(
      String database, Class<?> application, Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>();
    all.put("spring.datasource.url", database);
    all.put("slipway.admin-token", TOKEN);
    all.put("slipway.live.look-every", "20ms");
    all.putAll(properties);
    return start(application, all);
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create(origin);
  }

  /** The same as text: scheme, host and port. */
  public String origin() {
    return origin;
  }

  /** A setting as it is while it runs. */
  public String setting(String name) {
    return String.valueOf(context.getEnvironment().getProperty(name));
  }

  /** A part of the running application. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** All parts of the running application of a kind. */
  public <T> Collection<T> beans(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  /** What was published, in order. */
  public List<Fact> facts() {
    return bean(Facts.class).published;
  }

  /** As the admin. */
  public Answer get(String path) {
    return send("GET", path, null, "Authorization", "Bearer " + TOKEN);
  }

  /** As the admin. */
  public Answer post(String path, String body) {
    return send("POST", path, body, "Authorization", "Bearer " + TOKEN);
  }

  /** As the admin, with the entity tag when there is one. */
  public Answer patch(String path, @Nullable String etag, String body) {
    return etag == null
        ? send("PATCH", path, body, "Authorization", "Bearer " + TOKEN)
        : send("PATCH", path, body, "Authorization", "Bearer " + TOKEN, "If-Match", etag);
  }

  /** Where something lies. */
  public URI uri(String path) {
    return URI.create(origin + path);
  }

  /** Publishes an event in the application, to its rooms. */
  public void publish(Object event) {
    context.publishEvent(event);
  }

  /** The same in a transaction of its own. */
  public void happen(Object event) {
    new TransactionTemplate(bean(PlatformTransactionManager.class))
        .executeWithoutResult(status -> publish(event));
  }

  /** The token of somebody else who may do everything, the same for the same name. */
  public String tokenOf(String who) {
    String token = "slipway_" + who + "_0123456789abcdef0123456789abcdef";
    bean(JdbcClient.class)
        .sql(
            """
            insert into access_token (id, name, prefix, hash, created_at)
            values (?, ?, 'slipway_', encode(sha256(?::bytea), 'hex'), now())
            on conflict (hash) do nothing
            """)
        .params(Ids.next(), who, token)
        .update();
    return token;
  }

  /** As whoever the headers (name, value, name, value) make it. */
  public Answer send(String method, String path, @Nullable String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(origin + path))
            .timeout(Duration.ofMinutes(2))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Stops, and fails when a request or a worker has kept a connection to the database. */
  @Override
  public void close() {
    try (context) {
      if (context.isActive()) requireConnectionsBack();
    }
  }

  /** Fails when a request or a worker has kept a connection to the database. */
  public void requireConnectionsBack() {
    context
        .getBeanProvider(HikariDataSource.class)
        .ifAvailable(pool ->
            Awaitility.await("connections are given back")
                .until(() -> given(pool.getHikariPoolMXBean())));
  }

  private static boolean given(@Nullable HikariPoolMXBean pool) {
    return pool == null || pool.getActiveConnections() == 0;
  }

  /** What came back. */
  public record Answer(HttpResponse<String> http) {

    public int status() {
      return http.statusCode();
    }

    /** The header, or the empty text. */
    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    public JsonNode json() {
      return JSON.readTree(http.body());
    }

    /** The text at a JSON pointer, or the empty text. */
    public String at(String pointer) {
      return json().at(pointer).asString("");
    }
  }

  /** Keeps what rooms tell. */
  static final class Facts {
    private final List<Fact> published = new CopyOnWriteArrayList<>();

    @EventListener
    void on(Fact fact) {
      published.add(fact);
    }
  }

  @EnableAutoConfiguration
  @ComponentScan({
    "dev.slipway.web",
    "dev.slipway.access",
    "dev.slipway.secret",
    "dev.slipway.catalog",
    "dev.slipway.environment"
  })
  @EntityScan({"dev.slipway.catalog", "dev.slipway.environment"})
  @EnableJpaRepositories(
      basePackages = {"dev.slipway.catalog", "dev.slipway.environment"},
      considerNestedRepositories = false)
  static class App {

    @Bean
    WallClock wallClock(Environment environment) {
      return environment.containsProperty(REAL_TIME)
          ? WallClock.system()
          : new WallClock(() -> NOW);
    }

    @Bean
    CloudClock cloudClock() {
      return TestCloudClock.at(NOW);
    }

    @Bean
    ConformanceFilter conformance() {
      return new ConformanceFilter();
    }

    @Bean
    Facts facts() {
      return new Facts();
    }
  }
}
