package dev.slipway.testing;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import net.ttddyy.dsproxy.QueryCountHolder;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says with every answer how many statements the request has sent to Postgres. {@code @Import} it
 * into the application under test.
 */
@Configuration(proxyBeanMethods = false)
public class CountedStatements {

  /** The header that says so. */
  public static final String HEADER = "X-Statements";

  /** Below the pool, so that what the pool itself does is not counted. */
  @Bean
  static BeanPostProcessor countsStatements() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && pool.getDataSource() == null) {
          pool.setDataSource(
              ProxyDataSourceBuilder.create(TestPostgres.dataSource(pool.getJdbcUrl()))
                  .countQuery()
                  .build());
        }
        return bean;
      }
    };
  }

  @Bean
  OncePerRequestFilter tellsStatements() {
    return new Telling();
  }

  private static final class Telling extends OncePerRequestFilter implements Ordered {

    /** Within the filter that holds answers back, and before everything that asks the database. */
    @Override
    public int getOrder() {
      return HIGHEST_PRECEDENCE + 1;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      QueryCountHolder.clear();
      chain.doFilter(request, response);
      if (!response.isCommitted()) {
        response.setHeader(HEADER, String.valueOf(QueryCountHolder.getGrandTotal().getTotal()));
      }
    }
  }
}
