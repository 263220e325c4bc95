package dev.slipway.web;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Gives what Tomcat refuses before any filter of ours (a path that cannot be decoded, an unknown
 * expectation) the form of every other problem, in place of Tomcat's own page.
 */
@Component
class ContainerErrors implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private final Problems problems;

  ContainerErrors(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    // This valve is nearer to the application than Spring Boot's own, so Tomcat asks it first.
    factory.addContextCustomizers(
        context -> context.getParent().getPipeline().addValve(new Report(problems)));
  }

  private static final class Report extends ErrorReportValve {
    private final Problems problems;

    Report(Problems problems) {
      this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
      int status = response.getStatus();
      if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
        return;
      }
      var possible = new AtomicBoolean();
      response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, possible);
      if (!possible.get()) {
        return;
      }
      try {
        problems.write(FrameworkProblems.byStatus(status), request, response);
        response.finishResponse();
      } catch (IOException gone) {
        container.getLogger().debug("The caller did not wait for the reason", gone);
      }
    }
  }
}
