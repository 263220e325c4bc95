package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What becomes of a setting that there is not. */
class RefuseUnknownTests {

  private static final Pattern VARIABLE = Pattern.compile("\\bSLIPWAY_[A-Z][A-Z0-9_]*\\b");

  private final RefuseUnknown check = new RefuseUnknown();

  @TempDir private Path folder;

  @Test
  void allThatThereAreNotAreNamedAtOnceWithWhereTheyCameFromAndWhatWasMeant() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("more.yaml"), "slipway:\n  web:\n    trusted-proxys: 10.0.0.0/8\n");
    StartRefused refused =
        refused(
            "--slipway.proxy.notise=9s",
            "--spring.application.json={\"slipway\": {\"admin_tokn\": \"s3cret\"}}",
            "--spring.config.additional-location=file:" + file,
            "-Dslipway.proxy.port=9081",
            "--slipway.admin-token",
            "s3cret");

    assertThat(refused.reason().lines())
        .containsExactly(
            "Slipway has no such settings:",
            "  -Dslipway.proxy.port=… (command line): write settings as --name=value",
            "  a word after --slipway.admin-token (command line): write settings as --name=value",
            "  slipway.proxy.notise (command line): did you mean slipway.proxy.notice?",
            "  slipway.admin_tokn (SPRING_APPLICATION_JSON): did you mean slipway.admin-token?",
            "  slipway.web.trusted-proxys (URL [file:%s] - 3:21): did you mean slipway.web.trusted-proxies?"
                .formatted(file));
    assertThat(refused.remedy()).contains("docs/settings.md");
  }

  @Test
  void nothingIsShownThatMayBeASecret() {
    String reason =
        refused(
                "--slipway.secrets.keys",
                "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=",
                "--slipway.admin-token:s3cret",
                "--slipway.access.oidc.company.login.client-secret:s3cret",
                "s3cret")
            .reason();
    assertThat(reason.lines())
        .containsExactlyInAnyOrder(
            "Slipway has no such settings:",
            "  a word after --slipway.secrets.keys (command line): write settings as --name=value",
            "  a word after --slipway.access.oidc.company.login.client-secret (command line): write"
                + " settings as --name=value",
            "  slipway.admin-token… (command line): did you mean slipway.admin-token?",
            "  slipway.access.oidc.company.login.client-secret… (command line): did you mean"
                + " slipway.access.oidc.company.login.client-secret?");
  }

  @Test
  void anEmptyWordIsNoSetting() {
    assertThatCode(() -> check.check(new StandardEnvironment(), new String[] {"", " "}))
        .doesNotThrowAnyException();
  }

  @Test
  void whatAnotherSettingRefersToIsRead() {
    var environment = new StandardEnvironment();
    var variables = variables("SLIPWAY_DATABASE", "db");
    environment.getPropertySources().replace("systemEnvironment", variables);
    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "secrets", Map.of("slipway_admin_token", "1", "slipway_db_password", "2")));
    assertThatThrownBy(() -> check.check(environment, new String[0]))
        .hasMessageContaining("slipway_admin_token", "slipway_db_password");

    environment
        .getPropertySources()
        .addLast(
            new MapPropertySource(
                "file",
                Map.of(
                    "slipway.admin-token", "${slipway_admin_token}",
                    "spring.datasource.url", "jdbc:postgresql://${SLIPWAY_DATABASE:db}/slipway",
                    "spring.datasource.password", "${slipway_db_password}")));
    assertThatCode(() -> check.check(environment, new String[0])).doesNotThrowAnyException();
    assertThat(check.unread(variables, environment)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "slipway.prox.port, slipway.proxy.port",
    "slipway.trusted-proxies, slipway.web.trusted-proxies",
    "slipway.access.oidc.company.isuer, slipway.access.oidc.company.issuer",
    "slipway.access.oidc.company.grants[1].rol, slipway.access.oidc.company.grants[1].role",
    "slipway.price.per-hour.ml.m5.large, slipway.prices.per-hour.ml.m5.large",
    "SLIPWAY_PROXY_PORT, slipway.proxy.port",
    "slipway_secrets_keys, slipway.secrets.keys",
  })
  void theNearestSettingIsNamed(String stated, String meant) {
    assertThatThrownBy(() -> check(stated, "1"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("%s (system property): did you mean %s?".formatted(stated, meant));
  }

  @Test
  void whatIsNearToNoneIsNamedAlone() {
    assertThatThrownBy(() -> check("slipway.feature-flags", "red"))
        .hasMessageEndingWith("  slipway.feature-flags (system property)");
  }

  @ParameterizedTest
  @CsvSource({
    "slipway.proxy.maxBody, slipway.proxy.max-body",
    "slipway.proxy.max_body, slipway.proxy.max-body",
    "slipway.proxy.MAX-BODY, slipway.proxy.max-body",
    "slipway.secrets.keys[0], slipway.secrets.keys[0]",
    "slipway.roles[1], slipway.roles[1]",
    "slipway.access.oidc.company.issuer, slipway.access.oidc.company.issuer",
    "slipway.access.oidc.company.grants[2].role, slipway.access.oidc.company.grants[2].role",
    "slipway.access.oidc.company.login.scopes[0], slipway.access.oidc.company.login.scopes[0]",
    "slipway.prices.perHour.ml.m5.large, slipway.prices.per-hour.ml.m5.large",
    "slipway.prices.per-hour[ml.m5.large], slipway.prices.per-hour[ml.m5.large]",
    "slipway.aws.limits.putMetricAlarm, slipway.aws.limits.put-metric-alarm",
  })
  void howeverSpringReadsOneItIsTaken(String stated, String read) {
    assertThatCode(() -> check(stated, "1")).doesNotThrowAnyException();
    var source = new MapPropertySource("systemProperties", Map.of(stated, "1"));
    assertThat(read(source, read)).isEqualTo("1");
  }

  @Test
  void aSectionOfWhichAllIsCommentedOutIsTakenButNoValueOfIt() {
    assertThatCode(() -> check("slipway.proxy", "")).doesNotThrowAnyException();
    assertThatCode(() -> check("slipway.access.oidc", "")).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("slipway.proxy", "8081")).isInstanceOf(StartRefused.class);
    assertThatThrownBy(() -> check("slipway.proxi", "")).isInstanceOf(StartRefused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"server.port", "spring.application.name", "slipwayed.by", "slipway-proxy.port"})
  void whatIsNotSlipwaysIsLeftToOthers(String stated) {
    assertThatCode(() -> check(stated, "1")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "SLIPWAY_PROXI_PORT, SLIPWAY_PROXY_PORT",
    "SLIPWAY_TRUSTED_PROXIES, SLIPWAY_WEB_TRUSTED_PROXIES",
    "SLIPWAY_ACCESS_OIDC_COMPANY_ISUER, SLIPWAY_ACCESS_OIDC_COMPANY_ISSUER",
    "SLIPWAY_PRICES_PER_HOUR_ML_M5_LARGE, SLIPWAY_PRICES_PERHOUR_ML_M5_LARGE",
    "slipway_admin_tokn, SLIPWAY_ADMIN_TOKEN",
  })
  void inTheEnvironmentTheNearestIsToldAndNothingRefused(String stated, String meant) {
    assertThat(unread(stated, "1"))
        .contains(
            "Not read, since Slipway has no settings of these names: %s (did you mean %s?)"
                .formatted(stated, meant));
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(variables(stated, "1"));
    assertThatCode(() -> check.check(environment, new String[0])).doesNotThrowAnyException();
  }

  @Test
  void variablesThatAreNearToNoneAreNamedAlone() {
    assertThat(
            check.unread(
                new SystemEnvironmentPropertySource(
                    "systemEnvironment",
                    Map.of("SLIPWAY_DATABASE", "db", "SLIPWAY_FEATURES", "red", "HOME", "/root")),
                new StandardEnvironment()))
        .contains(
            "Not read, since Slipway has no settings of these names: SLIPWAY_DATABASE,"
                + " SLIPWAY_FEATURES");
  }

  @ParameterizedTest
  @CsvSource({
    "SLIPWAY_PROXY_MAX_BODY, slipway.proxy.max-body",
    "SLIPWAY_PROXY_MAXBODY, slipway.proxy.max-body",
    "slipway_proxy_port, slipway.proxy.port",
    "SLIPWAY_SECRETS_KEYS_0, slipway.secrets.keys[0]",
    "SLIPWAY_ACCESS_OIDC_COMPANY_GRANTS_12_ROLE, slipway.access.oidc.company.grants[12].role",
    "SLIPWAY_PRICES_PERHOUR_ML_M5_LARGE, slipway.prices.per-hour.ml.m5.large",
  })
  void whatSpringReadsOfTheEnvironmentIsNotTold(String stated, String read) {
    assertThat(unread(stated, "1")).isEmpty();
    assertThat(read(variables(stated, "1"), read)).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "SLIPWAY_SERVICE_HOST, 10.0.0.1",
    "SLIPWAY_SERVICE_PORT, 8080",
    "SLIPWAY_SERVICE_PORT_API, 8080",
    "SLIPWAY_PORT, tcp://10.0.0.1:8080",
    "SLIPWAY_PORT_8080_TCP, tcp://10.0.0.1:8080",
    "SLIPWAY_PORT_8080_TCP_ADDR, 10.0.0.1",
    "SLIPWAY_POSTGRES_SERVICE_HOST, 10.0.0.2",
    "SLIPWAY_POSTGRES_PORT_5432_TCP_PROTO, tcp",
  })
  void whatKubernetesSetsForAServiceIsNotTold(String stated, String value) {
    assertThat(unread(stated, value)).isEmpty();
  }

  @Test
  void everyRowOfThePageIsRead() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("docs/settings.md")).stream()
            .filter(line -> line.startsWith("| `slipway."))
            .map(line -> line.replaceFirst("^\\| `([^`]+)`.*", "$1"))
            .toList();
    KnownSettings known = KnownSettings.ofThisProgram();
    assertThat(rows).hasSizeGreaterThan(60).allMatch(row -> known.has(anyOf(row)), "is known");
  }

  private static ConfigurationPropertyName anyOf(String row) {
    return ConfigurationPropertyName.of(row.replaceAll("<\\w+>", "some").replace("[]", "[0]"));
  }

  @Test
  void everyVariableThatTheProjectNamesIsKnown() throws IOException {
    KnownSettings known = KnownSettings.ofThisProgram();
    var named = new TreeSet<String>();
    for (String place :
        new String[] {
          "README.md",
          "CONTRIBUTING.md",
          "docs",
          "examples",
          "Dockerfile",
          "docker-compose.yml",
          "pom.xml",
          ".ci",
          "src/main/java",
          "src/main/launcher",
          "src/main/frontend/src",
          "src/main/frontend/walk",
          "src/main/frontend/vite.config.ts",
          "src/bench"
        }) {
      try (Stream<Path> files = Files.walk(Path.of(place))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          VARIABLE
              .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
              .results()
              .map(MatchResult::group)
              .forEach(named::add);
        }
      }
    }

    assertThat(named).contains("SLIPWAY_URL", "SLIPWAY_BROWSER").hasSizeGreaterThan(60);
    // What ends with an underscore is followed by a name that is left open.
    named.removeIf(name -> name.endsWith("_") || known.hasVariable(name, "1"));
    assertThat(named).isEmpty();
  }

  /** What Spring itself finds under a name. */
  private static String read(PropertySource<?> source, String name) {
    return new Binder(Objects.requireNonNull(ConfigurationPropertySource.from(source)))
        .bind(name, String.class)
        .get();
  }

  private Optional<String> unread(String name, String value) {
    return check.unread(variables(name, value), new StandardEnvironment());
  }

  private static SystemEnvironmentPropertySource variables(String name, String value) {
    return new SystemEnvironmentPropertySource("systemEnvironment", Map.of(name, value));
  }

  private void check(String name, String value) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            "systemProperties", new MapPropertySource("systemProperties", Map.of(name, value)));
    check.check(environment, new String[0]);
  }

  private static StartRefused refused(String... arguments) {
    StartRefused[] refused = new StartRefused[1];
    assertThatThrownBy(() ->
            new SpringApplicationBuilder(RefuseUnknownTests.class)
                .web(WebApplicationType.NONE)
                .listeners(new StartUp())
                .run(arguments))
        .isInstanceOfSatisfying(StartRefused.class, it -> refused[0] = it);
    return refused[0];
  }
}
