# Installs the SDK (component sdk): include/klik, the client with the static libraries below it, and the
# package that find_package(klik) finds.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/klik)

install(TARGETS klik_client klik_keys klik_codec klik_engine klik_domain
    EXPORT klikTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT sdk)
install(DIRECTORY include/klik DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT sdk)
install(EXPORT klikTargets NAMESPACE klik:: DESTINATION ${package_dir} COMPONENT sdk)

configure_package_config_file(cmake/klikConfig.cmake.in ${PROJECT_BINARY_DIR}/klikConfig.cmake
    INSTALL_DESTINATION ${package_dir})
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/klikConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/klikConfig.cmake ${PROJECT_BINARY_DIR}/klikConfigVersion.cmake
    DESTINATION ${package_dir} COMPONENT sdk)
