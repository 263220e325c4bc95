package dev.slipway.access;

import dev.slipway.testing.ApiServer;
import dev.slipway.testing.IdentityProvider;
import dev.slipway.testing.Shared;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.json.JsonMapper;

/** An identity provider that runs beside Slipway. */
@Execution(ExecutionMode.SAME_THREAD)
abstract sealed class OidcStage permits OidcTokenTests, OidcLoginTests {

  static final JsonMapper JSON = new JsonMapper();

  private static final Shared<Company> COMPANY = Shared.among(OidcStage.class, Company::start);

  final IdentityProvider provider = COMPANY.get().provider();
  final ApiServer api = COMPANY.get().api();

  /** The provider, and the Slipway that trusts it. */
  private record Company(IdentityProvider provider, ApiServer api) implements AutoCloseable {

    static Company start() {
      IdentityProvider provider = IdentityProvider.start();
      ApiServer api = ApiServer.start(settings(provider.issuer()));
      provider.knows(api.origin());
      return new Company(provider, api);
    }

    @Override
    public void close() {
      api.close();
      provider.close();
    }
  }

  @AfterAll
  static void leave() throws Exception {
    COMPANY.leave();
  }

  static Map<String, Object> settings(String issuer) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("slipway.admin-token", ApiServer.TOKEN);
    settings.put(ApiServer.REAL_TIME, "true");
    String company = "slipway.access.oidc.company.";
    settings.put(company + "issuer", issuer);
    settings.put(company + "audience", "slipway");
    grant(settings, company + "grants[0]", "fraud-developers", "deployer", "dev");
    grant(settings, company + "grants[1]", "pipelines", "deployer", "dev");
    grant(settings, company + "grants[2]", "admins", "admin", "*");
    settings.put(company + "login.client-id", IdentityProvider.CLIENT);
    settings.put(company + "login.client-secret", IdentityProvider.SECRET);
    settings.put(company + "login.scopes", "openid,profile");
    return settings;
  }

  private static void grant(
      Map<String, Object> settings, String at, String group, String role, String environment) {
    settings.put(at + ".group", group);
    settings.put(at + ".role", role);
    settings.put(at + ".environment", environment);
  }
}
