package dev.slipway.testing;

import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An OpenID Connect provider of its own: Spring Authorization Server on a port of the loopback
 * interface. Nothing of Slipway's is in it.
 */
public final class IdentityProvider implements AutoCloseable {

  public static final String CLIENT = "slipway-dashboard";
  public static final String SECRET = "a-secret-of-slipway-and-the-provider";
  public static final String PIPELINE = "ci-pipeline";
  public static final String STRANGER = "another-pipeline";
  public static final String PASSWORD = "correct horse battery staple";

  private static final Map<String, List<String>> GROUPS =
      Map.of(
          "ada",
          List.of("everybody", "fraud-developers"),
          "ben",
          List.of("everybody"),
          PIPELINE,
          List.of("pipelines"));

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext(Beans.class);
  private final Tomcat tomcat = new Tomcat();

  private IdentityProvider() throws IOException, LifecycleException {
    Path directory = Files.createTempDirectory("identity-provider");
    directory.toFile().deleteOnExit();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context web = tomcat.addContext("", directory.toString());
    Tomcat.addServlet(web, "nothing", new HttpServlet() {});
    web.addServletMappingDecoded("/", "nothing");
    var filter = new FilterDef();
    filter.setFilterName("provider");
    filter.setFilter(context.getBean(FilterChainProxy.class));
    web.addFilterDef(filter);
    var everything = new FilterMap();
    everything.setFilterName("provider");
    everything.addURLPattern("/*");
    web.addFilterMap(everything);
    tomcat.start();
    warmUp();
  }

  /** Answers everybody's first questions once: the first time takes longer than who asks waits. */
  private void warmUp() {
    try (Browser browser = new Browser()) {
      for (String path : List.of("/.well-known/openid-configuration", "/oauth2/jwks")) {
        int status = browser.get(issuer() + path).statusCode();
        if (status != 200) throw new IllegalStateException(path + ": " + status);
      }
    }
  }

  public static IdentityProvider start() {
    try {
      return new IdentityProvider();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  public String issuer() {
    return "http://localhost:" + tomcat.getConnector().getLocalPort();
  }

  /** Makes Slipway a client that people are sent from, and back to. */
  public void knows(String slipway) {
    context
        .getBean(InMemoryRegisteredClientRepository.class)
        .save(
            RegisteredClient.withId(UUID.randomUUID().toString())
                .clientId(CLIENT)
                .clientSecret("{noop}" + SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(slipway + "/login/oauth2/code/company")
                .scope("openid")
                .scope("profile")
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .build());
  }

  /** A token with these claims, signed as the provider signs. */
  public String signed(JWTClaimsSet claims) {
    return signed(claims, context.getBean(RSAKey.class));
  }

  /** A token with these claims, signed with another key that claims to be the provider's. */
  public String forged(JWTClaimsSet claims) {
    return signed(claims, key());
  }

  private static String signed(JWTClaimsSet claims, RSAKey key) {
    try {
      var token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("the-key").build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("the-key").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    } finally {
      context.close();
    }
  }

  /** Not annotated as a configuration, or Slipway's own search would find it among the tests. */
  @EnableWebSecurity
  static class Beans {

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
      return http.oauth2AuthorizationServer(server -> server.oidc(withDefaults()))
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .formLogin(withDefaults())
          .build();
    }

    @Bean
    InMemoryRegisteredClientRepository clients() {
      return new InMemoryRegisteredClientRepository(program(PIPELINE), program(STRANGER));
    }

    private static RegisteredClient program(String name) {
      return RegisteredClient.withId(UUID.randomUUID().toString())
          .clientId(name)
          .clientSecret("{noop}" + name + SECRET)
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
          .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
          .build();
    }

    @Bean
    UserDetailsService people() {
      return new InMemoryUserDetailsManager(
          User.withUsername("ada").password("{noop}" + PASSWORD).build(),
          User.withUsername("ben").password("{noop}" + PASSWORD).build());
    }

    @Bean
    RSAKey signingKey() {
      return key();
    }

    @Bean
    JWKSource<SecurityContext> keys(RSAKey key) {
      return new ImmutableJWKSet<>(new JWKSet(key));
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
      return NimbusJwtDecoder.withJwkSource(keys).build();
    }

    @Bean
    AuthorizationServerSettings settings() {
      return AuthorizationServerSettings.builder().build();
    }

    /** Groups for everybody; of the programs, one means Slipway. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims() {
      return token -> {
        Authentication principal = token.getPrincipal();
        String name = Objects.requireNonNull(principal).getName();
        token.getClaims().claim("groups", GROUPS.getOrDefault(name, List.of()));
        if (name.equals(PIPELINE)) {
          token.getClaims().audience(List.of("slipway"));
        }
      };
    }
  }
}
