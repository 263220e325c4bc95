package dev.slipway.simulator;

import static dev.slipway.simulator.SimulatorClients.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.DashboardEntry;

/** CloudWatch's dashboards. */
class DashboardTests {

  @AutoClose
  private final Simulator simulator = Simulator.start(SimulatorOptions.builder().build());

  private final CloudWatchClient cloudWatch = client(CloudWatchClient.builder(), simulator.uri());

  @Test
  void aDashboardComesBackAsItWasPut() {
    cloudWatch.putDashboard(r -> r.dashboardName("prod").dashboardBody("{\"widgets\":[]}"));

    assertThat(cloudWatch.getDashboard(r -> r.dashboardName("prod")).dashboardBody())
        .isEqualTo("{\"widgets\":[]}");
    assertThat(cloudWatch.listDashboards(r -> r.dashboardNamePrefix("pr")).dashboardEntries())
        .extracting(DashboardEntry::dashboardName)
        .containsExactly("prod");
    cloudWatch.deleteDashboards(r -> r.dashboardNames("prod"));
    assertThat(cloudWatch.listDashboards().dashboardEntries()).isEmpty();
  }

  @Test
  void whatIsMissingOrNoJsonIsRefused() {
    refused("ResourceNotFound", () -> cloudWatch.getDashboard(r -> r.dashboardName("none")));
    refused("ResourceNotFound", () -> cloudWatch.deleteDashboards(r -> r.dashboardNames("none")));
    refused(
        "InvalidParameterInput",
        () -> cloudWatch.putDashboard(r -> r.dashboardName("prod").dashboardBody("{broken")));
  }

  private static void refused(String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            CloudWatchException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
