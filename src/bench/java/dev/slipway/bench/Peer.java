package dev.slipway.bench;

import dev.slipway.base.LoopbackPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A program that serves HTTP on loopback beside Slipway, and ends with this. */
record Peer(Process process, URI uri) implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(20);
  private static final String HEAD =
      """
      daemon off;
      pid nginx.pid;
      error_log stderr error;
      %s
      worker_processes %s;
      events { worker_connections 16384; }
      http {
        access_log off;
        server_tokens off;
        keepalive_timeout 75s;
        keepalive_requests 1000000000;
        client_max_body_size 30m;
        client_body_temp_path body;
        proxy_temp_path proxied;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
      """;

  /** nginx as SageMaker: answers predictions itself, and sends the rest where it belongs. */
  static Peer nginxUpstream(Path nginx, Path directory, URI large, URI simulator)
      throws IOException {
    int port = LoopbackPorts.free();
    return nginx(
        nginx,
        Files.createDirectory(directory.resolve("upstream")),
        port,
        "1",
        """
          server {
            listen 127.0.0.1:%d;
            location /endpoints/ {
              if ($http_x_amzn_sagemaker_custom_attributes = %s) { rewrite ^ /large last; }
              default_type application/json;
              add_header %s AllTraffic;
              return 200 '%s';
            }
            location = /large {
              internal;
              proxy_pass %s;
              proxy_http_version 1.1;
              proxy_buffering off;
              proxy_request_buffering off;
            }
            location / {
              proxy_pass %s;
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
            }
          }
        }
        """
            .formatted(
                port,
                StaticUpstream.LARGE,
                StaticUpstream.VARIANT,
                StaticUpstream.ANSWER,
                large,
                simulator));
  }

  /** nginx as a plain reverse proxy that keeps its connections. */
  static Peer nginxProxy(Path nginx, Path directory, URI upstream) throws IOException {
    int port = LoopbackPorts.free();
    return nginx(
        nginx,
        Files.createDirectory(directory.resolve("nginx")),
        port,
        "auto",
        """
          upstream sagemaker { server %s; keepalive 64; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:%d;
            location / {
              proxy_pass http://sagemaker;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
          }
        }
        """
            .formatted(upstream.getAuthority(), port));
  }

  /** awslabs/aws-sigv4-proxy. */
  static Peer sigV4Proxy(Path program, Path directory, URI upstream) throws IOException {
    int port = LoopbackPorts.free();
    var command =
        new ProcessBuilder(
            program.toString(),
            "--name=sagemaker",
            "--region=us-east-1",
            "--host=" + upstream.getAuthority(),
            "--upstream-url-scheme=http",
            "--port=127.0.0.1:" + port);
    command
        .environment()
        .putAll(Map.of("AWS_ACCESS_KEY_ID", "AKIABENCH", "AWS_SECRET_ACCESS_KEY", "bench"));
    return start(command, directory.resolve("sigv4-proxy.log"), port);
  }

  /** {@link PlainHop}, with the JVM options of {@link ServedProxy}. */
  static Peer plainHop(Path directory, URI upstream) throws IOException {
    int port = LoopbackPorts.free();
    return start(
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms" + ServedProxy.HEAP + "m",
            "-Xmx" + ServedProxy.HEAP + "m",
            "-XX:+UseParallelGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=false",
            "-cp",
            System.getProperty("java.class.path"),
            PlainHop.class.getName(),
            Integer.toString(port),
            upstream.toString()),
        directory.resolve("plain-hop.log"),
        port);
  }

  private static Peer nginx(Path nginx, Path directory, int port, String workers, String servers)
      throws IOException {
    // Started by root, its workers would not be, and could not write here.
    String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(configuration, HEAD.formatted(user, workers) + servers);
    return start(
        new ProcessBuilder(
            List.of(
                nginx.toString(),
                "-e",
                "stderr",
                "-p",
                directory.toString(),
                "-c",
                configuration.toString())),
        directory.resolve("nginx.log"),
        port);
  }

  private static Peer start(ProcessBuilder command, Path log, int port) throws IOException {
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    var peer = new Peer(process, URI.create("http://127.0.0.1:" + port));
    Awaitility.await("listening: " + log)
        .atMost(START)
        .until(() -> {
          if (!process.isAlive()) throw new IllegalStateException(Files.readString(log));
          return listens(port);
        });
    return peer;
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
  }
}
