package io.connectprocessor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.component.log.LogComponent;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnceTest {

    @TempDir
    private Path routes;

    @Test
    void an_option_may_name_a_bean_of_a_route_file() throws Exception {
        Files.writeString(routes.resolve("beans.camel.yaml"), """
                - beans:
                    - name: mine
                      type: org.apache.camel.support.processor.DefaultExchangeFormatter
                - route:
                    id: with-a-bean
                    from:
                      uri: direct:with-a-bean
                      steps:
                        - to: log:here
                """);
        ReadOnce main = new ReadOnce(routes);
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addOverrideProperty("camel.component.log.exchange-formatter", "#bean:mine");
        main.configure().setRoutesIncludePattern("file:" + routes + "/*.camel.yaml");
        try {
            main.start();

            assertThat(main.getCamelContext().getRoute("with-a-bean")).isNotNull();
            assertThat(main.getCamelContext()
                            .getComponent("log", LogComponent.class)
                            .getExchangeFormatter())
                    .isNotNull()
                    .isSameAs(main.getCamelContext().getRegistry().lookupByName("mine"));
        } finally {
            main.stop();
        }
    }
}
