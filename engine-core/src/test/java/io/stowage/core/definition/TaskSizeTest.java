package io.stowage.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSizeTest {

    @ParameterizedTest
    @CsvSource({
        "512, 512",
        "0512, 512",
        "1 vCPU, 1024",
        "1vcpu, 1024",
        "1 VCPU, 1024",
        ".25 vCPU, 256",
        "0.125vCPU, 128",
        "1.5 vCPU, 1536",
        "192 vCPU, 196608",
        "128, 128",
        "196608, 196608"
    })
    void cpuIsUnitsOrVcpus(String text, int units) {
        Findings findings = new Findings();

        assertThat(TaskSize.read(findings, text, null)).isEqualTo(new TaskSize(units, null));
        assertThat(findings.isClean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "1GB, 1024", "1 GB, 1024", "1gb, 1024", "0.5GB, 512", "6, 6", "120 GB, 122880"})
    void memoryIsMebibytesOrGigabytes(String text, int mebibytes) {
        Findings findings = new Findings();

        assertThat(TaskSize.read(findings, null, text)).isEqualTo(new TaskSize(null, mebibytes));
        assertThat(findings.isClean()).isTrue();
    }
}
