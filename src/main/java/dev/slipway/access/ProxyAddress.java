package dev.slipway.access;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Where applications send predictions, as far as this process knows: the address that the operator
 * says, which may be a load balancer's, or else this process's own proxy.
 */
@Component
class ProxyAddress {

  private final Environment environment;

  ProxyAddress(Environment environment) {
    this.environment = environment;
  }

  /**
   * The address at which the caller may reach the proxy; null where no proxy runs in this process
   * and none was named.
   */
  @Nullable String seenBy(HttpServletRequest request) {
    String said = environment.getProperty("slipway.proxy.url");
    // Paths are added to it, and //predict is none that the proxy serves.
    if (said != null && !said.isBlank()) return said.strip().replaceFirst("/+$", "");
    String port = environment.getProperty("local.proxy.port");
    return port == null ? null : "http://%s:%s".formatted(request.getServerName(), port);
  }
}
