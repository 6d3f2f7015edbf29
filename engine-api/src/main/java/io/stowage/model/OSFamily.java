package io.stowage.model;

/** The operating system that a task needs. */
public enum OSFamily {
    /** Linux. */
    LINUX("LINUX"),
    /** Windows Server, version 2004, Core. */
    WINDOWS_SERVER_2004_CORE("WINDOWS_SERVER_2004_CORE"),
    /** Windows Server 2016 Full. */
    WINDOWS_SERVER_2016_FULL("WINDOWS_SERVER_2016_FULL"),
    /** Windows Server 2019 Core. */
    WINDOWS_SERVER_2019_CORE("WINDOWS_SERVER_2019_CORE"),
    /** Windows Server 2019 Full. */
    WINDOWS_SERVER_2019_FULL("WINDOWS_SERVER_2019_FULL"),
    /** Windows Server 2022 Core. */
    WINDOWS_SERVER_2022_CORE("WINDOWS_SERVER_2022_CORE"),
    /** Windows Server 2022 Full. */
    WINDOWS_SERVER_2022_FULL("WINDOWS_SERVER_2022_FULL"),
    /** Windows Server 2025 Core. */
    WINDOWS_SERVER_2025_CORE("WINDOWS_SERVER_2025_CORE"),
    /** Windows Server 2025 Full. */
    WINDOWS_SERVER_2025_FULL("WINDOWS_SERVER_2025_FULL"),
    /** Windows Server, version 20H2, Core. */
    WINDOWS_SERVER_20H2_CORE("WINDOWS_SERVER_20H2_CORE");

    private final String value;

    OSFamily(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
