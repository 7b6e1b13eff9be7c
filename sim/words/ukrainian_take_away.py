"""Ukrainian: the printed brief and what else is taken away."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["TAKE_AWAY"]

TAKE_AWAY: Mapping[str, str] = {
    # the printed brief
    "brief.remark": "«{words}» ({facts})",
    "brief.changed": "Не як опубліковано, а власні числа читача: {names}.",
    "brief.arithmetic": "Обчислення",
    "brief.sources": "Кожне число та його джерело",
    "brief.same_source": "джерело те саме, що в {number}",
    "brief.more": "Означення й примітки подано на сторінці «Джерела» і у файлі сценарію.",
    "brief.wave": "{troops} {troops:особа|особи|осіб|особи}, доба {day}",
    "brief.step": "{rate} на добу з доби {day}",
    "brief.losses": "Чисті втрати (помаранчева суцільна лінія) проти запасу (синя штрихова), осіб.",
    "brief.shaded": " Сіра смуга: 5–95 %.",
    "brief.dots": "Двадцять рівноймовірних результатів, у добах; зафарбовано ті, що не перевищують {limit}: {within}.",
    "brief.ladder": "Покриті доби, коли припущення вмикають одне за одним, згори донизу.",
    "brief.footer": "Attrition What-If {program_version}, модель {model_version}, зерно {seed}, дайджест {digest}. Під"
    " час відкриття цієї сторінки нічого не завантажується.",
    # take away
    "take.brief": "Довідка (HTML, друк на A4)",
    "take.csv": "Таблиця (CSV)",
    "take.json": "Результат (JSON)",
    "take.toml": "Сценарій (TOML)",
    "take.charts": "Кожен графік можна зберегти як SVG з панелі, що з’являється над ним.",
    "take.command": "Те саме в командному рядку",
    "take.python": "Те саме мовою Python",
    "take.link": "Адреса цієї сторінки і є посиланням: у ній сценарій, ваші зміни та дайджест результату.",
    "take.own_link": "Адреса цієї сторінки і є посиланням: у ній весь файл сценарію, ваші зміни та дайджест результату."
    " Хто її відкриє, побачить, що цей сценарій не належить до програми.",
    "take.no_link": "Цей сценарій задовгий для посилання: передайте натомість файл сценарію (TOML, угорі).",
    "take.upload": "Відкрити власний файл сценарію",
    "take.upload.words": "Файл сценарію (TOML); проблеми буде перелічено, і тоді нічого не зміниться",
}
