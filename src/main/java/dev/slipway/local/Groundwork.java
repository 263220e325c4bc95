package dev.slipway.local;

import dev.slipway.base.LoopbackPorts;
import dev.slipway.base.PrivateFiles;
import dev.slipway.base.ProcessRole;
import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * What the application stands on: data directory, Postgres, simulator, opened in this order before
 * it exists and closed in the opposite order after it is gone.
 */
final class Groundwork implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Groundwork.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  /**
   * Opens what the mode needs.
   *
   * @return the properties with which the application is to start, and what to tell the user
   * @throws StartRefused if something is missing; what was opened so far is closed again
   */
  synchronized Laid lay(Settings settings) {
    boolean stands = false;
    try {
      Laid laid =
          switch (settings.mode()) {
            case LOCAL -> local(settings);
            case REHEARSAL -> rehearsal(settings);
            case AWS -> aws(settings);
          };
      stands = true;
      return laid;
    } finally {
      // Also after an Error, or the simulator's threads would keep a process without a service.
      if (!stands) destroy();
    }
  }

  /** What the application is told, and what its user is told. */
  record Laid(Map<String, Object> properties, StartUpBlock block) {}

  private Laid local(Settings settings) {
    var directory = open(DataDirectory.open(settings.dataDirectory(), WallClock.system()));
    var postgres = open(postgres(settings, directory));
    var ports = new Ports(settings.ports());
    int api = ports.claim("API", settings.apiPort());
    int proxy =
        settings.roles().contains(ProcessRole.PROXY)
            ? ports.claim("proxy", settings.proxyPort())
            : settings.proxyPort();
    int management = ports.claim("management", settings.managementPort());

    var properties = new HashMap<String, Object>();
    properties.put("spring.datasource.url", postgres.url());
    properties.put("spring.datasource.username", postgres.user());
    properties.put("spring.datasource.password", postgres.password());
    properties.put("server.address", "127.0.0.1");
    properties.put("server.port", api);
    properties.put("management.server.address", "127.0.0.1");
    properties.put("management.server.port", management);
    properties.put("slipway.proxy.address", "127.0.0.1");
    properties.put("slipway.proxy.port", proxy);
    // No load balancer is before it, and Ctrl-C is to be quick.
    properties.put("slipway.proxy.notice", "0s");
    URI simulator = simulate(settings, directory, ports, properties);
    Optional<Path> tokenFile = settings.adminTokenFile(directory.adminToken());
    Optional<String> token = tokenFile.map(file -> adminToken(file, properties));
    settings
        .secretsKeysFile(directory.secretsKeys())
        .ifPresent(file -> secretsKey(file, properties));
    return new Laid(
        properties,
        new StartUpBlock(
            settings,
            Optional.of(directory.root()),
            tokenFile,
            token,
            Optional.of(simulator),
            ports.moved(),
            postgres.adopted()));
  }

  private static PostgresServer postgres(Settings settings, DataDirectory directory) {
    Path home = directory.postgres();
    return PostgresServer.open(home, settings.postgresPrograms().orElse(home.resolve("binaries")));
  }

  private Laid rehearsal(Settings settings) {
    var properties = new HashMap<String, Object>();
    var ports = new Ports(settings.ports());
    var directory = open(DataDirectory.open(settings.dataDirectory(), WallClock.system()));
    URI simulator = simulate(settings, directory, ports, properties);
    Optional<Path> tokenFile = settings.adminTokenFile(directory.adminToken());
    tokenFile.ifPresent(file -> adminToken(file, properties));
    settings
        .secretsKeysFile(directory.secretsKeys())
        .ifPresent(file -> secretsKey(file, properties));
    return new Laid(
        properties,
        new StartUpBlock(
            settings,
            Optional.of(directory.root()),
            tokenFile,
            Optional.empty(),
            Optional.of(simulator),
            ports.moved(),
            false));
  }

  private static Laid aws(Settings settings) {
    if (settings.demo()) {
      throw new StartRefused(
          "slipway.demo is true, and the demo would be deployed to AWS.",
          "Leave SLIPWAY_DEMO out, or rehearse with SLIPWAY_CLOUD=simulator.");
    }
    var properties = new HashMap<String, Object>();
    settings.adminTokenFile().ifPresent(file -> adminToken(file, properties));
    if (!settings.secretsKeysGiven()) {
      settings.secretsKeysFile().ifPresent(file -> secretsKey(file, properties));
    }
    return new Laid(
        properties,
        new StartUpBlock(
            settings,
            Optional.empty(),
            settings.adminTokenFile(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false));
  }

  /** Another process may take the port between the look and the start: then the next one is. */
  private static SimulatedCloud started(Settings settings, DataDirectory directory, Ports ports) {
    int port = ports.claim("simulator", settings.simulatorPort());
    try {
      return SimulatedCloud.start(settings, directory.simulator(), port);
    } catch (StartRefused refused) {
      if (port <= 0 || LoopbackPorts.isFree(port)) throw refused;
      return SimulatedCloud.start(
          settings, directory.simulator(), ports.claim("simulator", settings.simulatorPort()));
    }
  }

  private URI simulate(
      Settings settings, DataDirectory directory, Ports ports, Map<String, Object> properties) {
    URI uri =
        settings.simulatorUrl().orElseGet(() -> open(started(settings, directory, ports)).uri());
    if (settings.demo()) {
      new DemoCloud(new SimulatorClient(uri, settings.region(), WallClock.system())).seed();
    }
    properties.put("slipway.cloud", "simulator");
    properties.put("slipway.data-directory", directory.root().toString());
    properties.put("slipway.demo", settings.demo());
    properties.put("slipway.simulator.url", uri.toString());
    properties.put("slipway.aws.endpoint", uri.toString());
    properties.put("slipway.aws.region", settings.region());
    return uri;
  }

  private static String adminToken(Path file, Map<String, Object> properties) {
    try {
      String token = PrivateFiles.secret(file, "slipway_");
      properties.put("slipway.access.admin-token-file", file.toString());
      return token;
    } catch (IOException e) {
      throw new StartRefused(
          "The admin token cannot be kept in %s: %s.".formatted(file, e),
          "Name a file that can be written: SLIPWAY_ACCESS_ADMIN_TOKEN_FILE=<file>.",
          e);
    }
  }

  private static void secretsKey(Path file, Map<String, Object> properties) {
    try {
      PrivateFiles.secret(file, "");
      properties.put("slipway.secrets.keys-file", file.toString());
    } catch (IOException e) {
      throw new StartRefused(
          "The key that seals secrets cannot be kept in %s: %s.".formatted(file, e),
          "Name a file that can be written: SLIPWAY_SECRETS_KEYS_FILE=<file>, or give a key that"
              + " you have kept elsewhere: SLIPWAY_SECRETS_KEYS=<32 random bytes in base64>.",
          e);
    }
  }

  private <T extends AutoCloseable> T open(T thing) {
    opened.push(thing);
    if (closed) {
      throw new StartRefused("Stopped while starting.", "Nothing to do.");
    }
    return thing;
  }

  /** Closes everything, the last opened first. Waits for a start that is under way. */
  @Override
  public synchronized void destroy() {
    closed = true;
    while (!opened.isEmpty()) {
      AutoCloseable thing = opened.pop();
      try {
        thing.close();
      } catch (IOException | UncheckedIOException e) {
        LOG.warn("Could not close {}", thing, e);
      } catch (Exception e) {
        LOG.error("Could not close {}", thing, e);
      }
    }
  }
}
