package dev.slipway.web;

import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.base.WallClock;
import dev.slipway.testing.Starts;
import dev.slipway.testing.TestPostgres;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** This room on a real Tomcat and a real Postgres, with a few things to call. */
final class WebServer implements AutoCloseable {

  static final JsonMapper JSON = JsonSettings.mapper();

  private final ConfigurableApplicationContext context;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String origin;

  private WebServer(String database) {
    // As arguments: application.yaml outranks a builder's own properties.
    context =
        Starts.of(
            App.class,
            "--server.port=0",
            "--management.server.port=-1",
            "--spring.datasource.url=" + database,
            "--spring.flyway.enabled=false",
            "--db-scheduler.enabled=false",
            "--spring.mvc.problemdetails.enabled=true",
            "--spring.main.banner-mode=off",
            "--slipway.web.max-body=2KB");
    origin = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  static WebServer start() {
    return new WebServer(TestPostgres.freshDatabase());
  }

  App.Things things() {
    return context.getBean(App.Things.class);
  }

  TestTime time() {
    return context.getBean(TestTime.class);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(origin + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    context.close();
  }

  /** Wall time that a test moves. */
  static final class TestTime {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));

    void pass(Duration duration) {
      now.updateAndGet(instant -> instant.plus(duration));
    }
  }

  @EnableAutoConfiguration(
      exclude = {
        ManagementWebSecurityAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        DataJpaRepositoriesAutoConfiguration.class
      })
  @ComponentScan(basePackageClasses = ProblemAdvice.class)
  static class App {

    @Bean
    TestTime testTime() {
      return new TestTime();
    }

    @Bean
    WallClock wallClock(TestTime time) {
      return new WallClock(time.now::get);
    }

    /** The caller is whom the header {@code X-Caller} names. */
    @Bean
    @Order(-100)
    OncePerRequestFilter callers() {
      return new OncePerRequestFilter() {
        @Override
        protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
          String caller = request.getHeader("X-Caller");
          Principal principal = () -> caller == null ? "nobody" : caller;
          chain.doFilter(
              new HttpServletRequestWrapper(request) {
                @Override
                public Principal getUserPrincipal() {
                  return principal;
                }
              },
              response);
        }
      };
    }

    @Bean
    Things things() {
      return new Things();
    }

    /** What the tests call; an inner class, so that no scan of other tests finds it. */
    @RestController
    @RequestMapping("/v1/things")
    final class Things {
      final AtomicInteger made = new AtomicInteger();
      volatile @Nullable RuntimeException next;
      volatile @Nullable CountDownLatch hold;
      final List<UUID> ids = IntStream.range(0, 5).mapToObj(number -> Ids.next()).sorted().toList();

      @PostMapping
      @Idempotent
      ResponseEntity<Thing> make(
          @RequestBody Thing thing,
          @RequestParam(name = "dry_run", defaultValue = "false") boolean dry)
          throws InterruptedException {
        int number = made.incrementAndGet();
        CountDownLatch latch = hold;
        if (latch != null) {
          latch.await();
        }
        RuntimeException failure = next;
        if (failure != null) {
          throw failure;
        }
        return ResponseEntity.accepted()
            .location(URI.create("/v1/things/" + number))
            .header("Retry-After", "5")
            .body(thing);
      }

      @PatchMapping("/one")
      ResponseEntity<JsonNode> patch(
          @RequestHeader(name = "If-Match", required = false) @Nullable String match,
          @RequestBody JsonNode patch) {
        Preconditions.require(match, 7);
        return ResponseEntity.ok().eTag(Preconditions.etag(8)).body(patch);
      }

      @GetMapping
      Page<UUID> list(PageRequest page) {
        UUID after = page.afterId();
        return page.page(
            ids.stream()
                .filter(id -> after == null || id.toString().compareTo(after.toString()) > 0)
                .limit(page.limit())
                .toList(),
            id -> id);
      }

      @GetMapping("/fail")
      Thing fail(@RequestParam(name = "id") UUID id) {
        RuntimeException failure = next;
        if (failure != null) {
          throw failure;
        }
        throw Failure.Invalid.field("id", "never");
      }
    }
  }

  enum Colour {
    RED,
    GREEN
  }

  record Part(int size, @Nullable Colour colour) {}

  record Thing(String name, @Nullable Instant since, @Nullable List<Part> parts) {}
}
