"""The importer's thread is watched: a process whose lists stand still is restarted."""

from __future__ import annotations

from chassis.runtime import turning
from registry.imports.importer import Importer
from registry.service import RegistryService

from .given import Registry

LIST = "STT,Họ và tên,Ngày sinh,Giới tính,Thôn\n1,Lê Thị An,1990,Nữ,Thôn 1\n".encode()


def test_every_batch_is_a_sign_of_life(registry: Registry) -> None:
    importer = registry.opened.importer
    importer.alive_at = 0.0
    registry.sent_list(LIST, "ds.csv")
    assert importer.alive_at > 0.0


def test_the_loop_is_a_sign_of_life_without_any_list(registry: Registry) -> None:
    class Once(Importer):
        def work(self) -> None:
            self.stop()

    importer = Once(registry.office, registry.clock)
    importer.alive_at = 0.0
    importer.run()
    assert importer.alive_at > 0.0


def test_one_that_stands_still_for_a_minute_is_not_live(registry: Registry) -> None:
    importer = registry.opened.importer
    (check,) = turning(importer, lambda: importer.alive_at + 59).values()
    assert check()
    (check,) = turning(importer, lambda: importer.alive_at + 61).values()
    assert not check()


def test_the_services_liveness_asks_for_it(registry: Registry) -> None:
    application = RegistryService.desk
    application.opened = registry.opened
    try:
        assert set(application._live(None)) == {"importer"}
    finally:
        del application.opened
