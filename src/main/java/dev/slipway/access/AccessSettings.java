package dev.slipway.access;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Hangs this room's checks into Spring MVC, before everybody else's parts. */
@Configuration(proxyBeanMethods = false)
class AccessSettings implements WebMvcConfigurer {

  private final CheckNeeds needs;

  AccessSettings(CheckNeeds needs) {
    this.needs = needs;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(needs).addPathPatterns("/v1/**").order(Ordered.HIGHEST_PRECEDENCE);
  }
}
